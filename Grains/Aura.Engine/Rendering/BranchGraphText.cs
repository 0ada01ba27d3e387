using System.Text;

namespace Aura.Engine;

/// <summary>
/// Draws a branch graph as <c>git log --graph</c> does: newest at the top, one column for each line that is open. A star is a state at which
/// something leaves or joins, or a run of states at which nothing does; a circle is a branch that has no state yet.
/// </summary>
public static class BranchGraphText
{
    /// <summary>Renders the graph. It is as long as there are branches and joins, however many states there are.</summary>
    public static string Render(BranchGraph graph)
    {
        var lines = BranchLine.Of(graph, runs: true);
        if (lines.Count == 0) return "(no states)\n";
        var drawing = new Drawing();
        foreach (var node in Ordered([.. lines.SelectMany(line => line.Nodes)])) drawing.Draw(node);
        return drawing.Text.ToString();
    }

    // Each node after all that follow it, and one line to its end before the next is begun, so that few columns are open at a time.
    private static IEnumerable<BranchNode> Ordered(IReadOnlyList<BranchNode> nodes)
    {
        var followers = nodes.ToDictionary(node => node, _ => 0);
        foreach (var parent in nodes.SelectMany(node => node.Parents)) followers[parent]++;
        var ready = new Stack<BranchNode>(nodes.Where(node => followers[node] == 0).Reverse().OrderBy(node => node.Id));
        while (ready.TryPop(out var node))
        {
            yield return node;
            foreach (var parent in node.Parents)
            {
                if (--followers[parent] == 0) ready.Push(parent);
            }
        }
    }

    private sealed class Drawing
    {
        // What each column leads down to.
        private readonly List<BranchNode> _columns = [];

        public StringBuilder Text { get; } = new();

        public void Draw(BranchNode node)
        {
            var at = _columns.IndexOf(node);
            if (at < 0)
            {
                at = _columns.Count;
                _columns.Add(node);
            }
            for (var i = 0; i < _columns.Count; i++) Text.Append(i != at ? '|' : node.IsEmpty ? 'o' : '*').Append(' ');
            if (node.Parents.Count > 1) Text.Append("  ");
            Text.Append(string.Concat(BranchLine.Describe(node).Select(c => char.IsControl(c) ? ' ' : c))).Append('\n');
            if (node.Parents.Count == 0) Close(at);
            else Follow(node, at);
        }

        private void Follow(BranchNode node, int at)
        {
            _columns[at] = node.Parents[0];
            if (node.Parents.Count > 1)
            {
                Row(_columns.Count, column => column <= at, column => column >= at ? '\\' : ' ');
                _columns.Insert(at + 1, node.Parents[1]);
            }
            foreach (var parent in node.Parents)
            {
                var (to, from) = (_columns.IndexOf(parent), _columns.LastIndexOf(parent));
                if (to < from) Join(from, to);
            }
        }

        // The column goes left one step a row, and those to its right close up with its first.
        private void Join(int from, int to)
        {
            Row(_columns.Count, column => column < from, column => column >= from - 1 && column < _columns.Count - 1 ? '/' : ' ');
            _columns.RemoveAt(from);
            for (var step = from - 2; step >= to; step--) Row(_columns.Count, _ => true, column => column == step ? '/' : ' ');
        }

        private void Close(int at)
        {
            if (at < _columns.Count - 1) Row(_columns.Count, column => column < at, column => column >= at && column < _columns.Count - 1 ? '/' : ' ');
            _columns.RemoveAt(at);
        }

        // What stands in each column and in the gap after it.
        private void Row(int columns, Func<int, bool> straight, Func<int, char> gap)
        {
            var row = new StringBuilder(2 * columns);
            for (var column = 0; column < columns; column++) row.Append(straight(column) ? '|' : ' ').Append(gap(column));
            Text.Append(row.ToString().TrimEnd()).Append('\n');
        }
    }
}
