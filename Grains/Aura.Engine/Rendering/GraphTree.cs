using System.Globalization;
using System.Text;

namespace Aura.Engine;

/// <summary>Draws a causal graph as indented text, for a terminal. A chain that does not fork stays at one depth of indentation.</summary>
public static class GraphTree
{
    /// <summary>Renders the graph, one node a line, the state that was asked about first.</summary>
    public static string Render(CausalGraph graph)
    {
        if (graph.Nodes.Count == 0) return "(no path)\n";
        var up = graph.Direction != CausalDirection.Effects;
        var drawing = new Drawing(
            graph.Nodes.ToDictionary(n => n.Id), graph.Edges.ToLookup(e => up ? e.To : e.From), up, graph.Root.ToString());
        drawing.Draw();
        if (graph.Truncated) drawing.Text.Append("… cut short by the limits of the question\n");
        return drawing.Text.ToString();
    }

    private sealed class Drawing(Dictionary<string, CausalNode> nodes, ILookup<string, CausalEdge> next, bool up, string root)
    {
        private readonly HashSet<string> _drawn = [];

        public StringBuilder Text { get; } = new();

        // An explicit stack, since a history is a chain as long as the agent's life.
        public void Draw()
        {
            var open = new Stack<(string Id, CausalEdge? Edge, string Lead, string Follow)>();
            open.Push((root, null, "", ""));
            while (open.TryPop(out var at))
            {
                var again = !_drawn.Add(at.Id);
                Text.Append(at.Lead).Append(Describe(nodes[at.Id], at.Edge, again)).Append('\n');
                if (again) continue;
                var steps = next[at.Id].OrderBy(e => e.Kind).ThenBy(e => nodes[Far(e)].Version).ToArray();
                for (var i = steps.Length - 1; i >= 0; i--)
                {
                    // The last step, when it leads on, goes straight down; all others are drawn to the side.
                    var last = i == steps.Length - 1;
                    var straight = last && !_drawn.Contains(Far(steps[i])) && next[Far(steps[i])].Any();
                    open.Push((Far(steps[i]), steps[i], at.Follow + (straight ? "" : last ? "└─ " : "├─ "), at.Follow + (straight ? "" : last ? "   " : "│  ")));
                }
            }
        }

        private string Far(CausalEdge edge) => up ? edge.From : edge.To;

        private string Describe(CausalNode node, CausalEdge? edge, bool again)
        {
            var text = new StringBuilder();
            if (edge is not null) text.Append(Arrow(edge)).Append(' ');
            if (node.Kind == CausalNodeKind.State) text.Append(node.Agent).Append('@').Append(node.Version);
            if (node.Branch is not null and not BranchNames.Main) text.Append(" [").Append(node.Branch).Append(']');
            if (node.Kind == CausalNodeKind.State) text.Append(' ').Append(node.Type);
            if (again && node.Kind == CausalNodeKind.State) return text.Append(" (above)").ToString();
            if (node.Kind == CausalNodeKind.State) text.Append(": ");
            text.Append(node.Summary);
            if (again) return text.Append(" (above)").ToString();
            if (node.Confidence is { } confidence) text.Append(CultureInfo.InvariantCulture, $" (confidence {confidence:0.##})");
            if (node.Counterfactuals.Count > 0) text.Append(" (or else: ").AppendJoin(", ", node.Counterfactuals).Append(')');
            return text.ToString();
        }

        private string Arrow(CausalEdge edge) => edge switch
        {
            { Kind: CausalEdgeKind.Parent } => up ? "after" : "then",
            { Relation: CausalRelation.NoEffect } => up ? "not because of" : "no effect on",
            { Relation: CausalRelation.Prevented } => up ? "prevented by" : "prevented",
            { Relation: CausalRelation.Enabled } => up ? "enabled by" : "enabled",
            _ => up ? "because of" : "led to",
        };
    }
}
