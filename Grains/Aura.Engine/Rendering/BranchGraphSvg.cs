using System.Globalization;
using System.Text;
using System.Xml;

namespace Aura.Engine;

/// <summary>
/// Draws a branch graph as a picture of its own, in SVG 1.1 without scripts or fonts: a lane for each branch, time from left to right, and a
/// node where something leaves, joins or ends. Colours say what has become of a branch, and so do the words beside its last node.
/// </summary>
public static class BranchGraphSvg
{
    /// <summary>The most branches that are drawn; the picture says how many were left out.</summary>
    public const int MostBranches = 200;

    private const int Margin = 24;
    private const int Top = 56;
    private const int LaneHeight = 30;
    private const int WidestStep = 72;
    private const int NarrowestStep = 18;
    private const int UsualWidth = 1_200;
    private const int LongestName = 80;

    /// <summary>Renders the graph. It is as large as there are branches and joins, however many states there are.</summary>
    public static string Render(BranchGraph graph)
    {
        var all = Nested(BranchLine.Of(graph, runs: false));
        return new Drawing(graph.Agent, [.. all.Take(MostBranches)], all.Count).Draw();
    }

    // Each line before those that left it, so that none is drawn without the one it came from.
    private static List<BranchLine> Nested(IReadOnlyList<BranchLine> lines)
    {
        var known = lines.Select(line => line.Name).ToHashSet(StringComparer.Ordinal);
        bool Leaves(BranchLine line) => line.Info?.Origin is { } origin && known.Contains(origin);
        var leaving = lines.Where(Leaves).ToLookup(line => line.Info!.Origin!, StringComparer.Ordinal);
        var open = new Stack<BranchLine>(lines.Where(line => !Leaves(line)).Reverse());
        var nested = new List<BranchLine>(lines.Count);
        while (open.TryPop(out var line))
        {
            nested.Add(line);
            foreach (var branch in leaving[line.Name].Reverse().OrderBy(b => b.Info!.ForkVersion)) open.Push(branch);
        }
        return nested;
    }

    private sealed class Drawing
    {
        private readonly string _agent;
        private readonly IReadOnlyList<BranchLine> _lines;
        private readonly int _leftOut;
        private readonly Dictionary<BranchNode, int> _columns = [];
        private readonly Dictionary<BranchLine, int> _lanes = [];
        private readonly int _step;
        private readonly StringBuilder _curves = new();
        private readonly StringBuilder _nodes = new();
        private int _width;

        public Drawing(string agent, IReadOnlyList<BranchLine> lines, int all)
        {
            _agent = agent;
            _lines = lines;
            _leftOut = all - lines.Count;
            for (var i = 0; i < lines.Count; i++) _lanes.Add(lines[i], i);
            PlaceColumns();
            _step = Math.Clamp(UsualWidth / (_columns.Values.DefaultIfEmpty().Max() + 1), NarrowestStep, WidestStep);
        }

        public string Draw()
        {
            var heading = $"Branches of {_agent}";
            _width = Margin + WidthOf(heading) + Margin;
            foreach (var node in _lines.SelectMany(line => line.Nodes)) Draw(node);
            var height = Top + LaneHeight * (_lines.Count + (_leftOut > 0 || _lines.Count == 0 ? 1 : 0));
            var note = _lines.Count == 0 ? "no states" : string.Create(CultureInfo.InvariantCulture, $"{_leftOut:N0} more branches are left out");
            if (_leftOut > 0) _width = Math.Max(_width, Margin + WidthOf(note) + Margin);
            var picture = new StringBuilder();
            picture.Append(CultureInfo.InvariantCulture, $"""
                <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{_width}" height="{height}" viewBox="0 0 {_width} {height}">
                <title>{Escape(heading)}</title>
                <rect width="{_width}" height="{height}" fill="#ffffff"/>
                <g font-family="sans-serif" font-size="12" fill="#1f2328">
                <text x="{Margin}" y="26" font-size="15">{Escape(Shortened(heading))}</text>

                """);
            picture.Append("<g fill=\"none\" stroke-width=\"2\">\n").Append(_curves).Append("</g>\n").Append(_nodes);
            if (_leftOut > 0 || _lines.Count == 0)
                picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{height - LaneHeight / 2}\" fill=\"#59636e\">{note}</text>\n");
            return picture.Append("</g>\n</svg>\n").ToString();
        }

        // A node stands to the right of all that it follows.
        private void PlaceColumns()
        {
            var drawn = _lines.SelectMany(line => line.Nodes).ToArray();
            var followers = drawn.SelectMany(node => Parents(node), (node, parent) => (node, parent)).ToLookup(e => e.parent, e => e.node);
            var waits = drawn.ToDictionary(node => node, node => Parents(node).Count());
            var ready = new Queue<BranchNode>(drawn.Where(node => waits[node] == 0));
            while (ready.TryDequeue(out var node))
            {
                _columns[node] = 1 + Parents(node).Select(parent => _columns[parent]).DefaultIfEmpty(0).Max();
                foreach (var follower in followers[node])
                {
                    if (--waits[follower] == 0) ready.Enqueue(follower);
                }
            }
        }

        private IEnumerable<BranchNode> Parents(BranchNode node) => node.Parents.Where(parent => _lanes.ContainsKey(parent.Line));

        private void Draw(BranchNode node)
        {
            var (x, y, colour) = (X(node), Y(node), Colour(node.Line));
            foreach (var parent in Parents(node))
            {
                if (parent.Line != node.Line) Curve(parent, node);
                else Straight(X(parent), x, y, colour, node.From - parent.To - 1);
            }
            if (node == node.Line.Nodes[0] && !Parents(node).Any()) Straight(Margin, x, y, colour, node.From - (node.Line.Info?.ForkVersion ?? 0) - 1);

            var title = $"{node.Line.Name}@{node.To}{(node.IsHead && node.Line.Status() is { } status ? $" {status}" : "")}";
            if (node.Join is not null || node.IsEmpty) title = BranchLine.Describe(node);
            var fill = node.IsEmpty ? "#ffffff" : colour;
            var radius = node.Join is null ? 5 : 7;
            _nodes.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{colour}\">");
            _nodes.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}{(node.Id is { } id ? $"\n{id}" : "")}</title></circle>\n");
            if (!node.IsHead) return;
            var label = $"{Shortened(node.Line.Name)}{(node.IsEmpty ? "" : $"@{node.To}")} {node.Line.Status()}".TrimEnd();
            // Curves that leave the last node would run through its label.
            _nodes.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x + 10}\" y=\"{y - 8}\" width=\"{WidthOf(label)}\" height=\"16\" ");
            _nodes.Append("fill=\"#ffffff\" fill-opacity=\"0.8\"/>\n");
            _nodes.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 12}\" y=\"{y + 4}\">{Escape(label)}</text>\n");
            _width = Math.Max(_width, x + 12 + WidthOf(label) + Margin);
        }

        private void Straight(int from, int to, int y, string colour, long states)
        {
            _curves.Append(CultureInfo.InvariantCulture, $"<path d=\"M {from} {y} H {to}\" stroke=\"{colour}\"");
            if (states <= 0) _curves.Append("/>\n");
            else _curves.Append(CultureInfo.InvariantCulture, $"><title>{states:N0} state{(states == 1 ? "" : "s")}</title></path>\n");
        }

        // A fork has the colour of the line that leaves, a join that of the line that is taken in; a merge is dashed.
        private void Curve(BranchNode from, BranchNode to)
        {
            var joins = to.Join is { } join && from == to.Parents[^1] && from.Line.Name == join.JoinedBranch;
            var dashes = joins && to.Join!.Source != StateSource.Promotion ? " stroke-dasharray=\"5 3\"" : "";
            var (x1, y1, x2, y2) = (X(from), Y(from), X(to), Y(to));
            var middle = (x1 + x2) / 2;
            var colour = Colour(joins ? from.Line : to.Line);
            _curves.Append(CultureInfo.InvariantCulture, $"<path d=\"M {x1} {y1} C {middle} {y1} {middle} {y2} {x2} {y2}\" stroke=\"{colour}\"{dashes}/>\n");
        }

        private int X(BranchNode node) => Margin + _columns[node] * _step;

        private int Y(BranchNode node) => Top + _lanes[node.Line] * LaneHeight;

        private static string Colour(BranchLine line) => line.Info?.Status switch
        {
            BranchStatus.Open => line.Info.Origin is null ? "#1f2328" : "#0969da",
            BranchStatus.Promoted => "#1a7f37",
            BranchStatus.Merged => "#8250df",
            BranchStatus.Discarded => "#cf222e",
            _ => "#848d97",
        };
    }

    // No font is known, so that widths are rough: most letters beyond the Latin, Greek and Cyrillic ones are wide.
    private static int WidthOf(string text) => Shortened(text).EnumerateRunes().Sum(rune => rune.Value < 0x1100 ? 8 : 14);

    private static string Shortened(string text)
    {
        var runes = text.EnumerateRunes().Take(LongestName + 1).ToArray();
        return runes.Length <= LongestName ? text : string.Concat(runes.Take(LongestName - 1)) + "…";
    }

    // XML has no place for control characters, halves of surrogate pairs and noncharacters.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value)) escaped.Append(' ');
            else if (rune.Value == '<') escaped.Append("&lt;");
            else if (rune.Value == '>') escaped.Append("&gt;");
            else if (rune.Value == '&') escaped.Append("&amp;");
            else if (rune.Value == '"') escaped.Append("&quot;");
            else escaped.Append(rune);
        }
        return escaped.ToString();
    }
}
