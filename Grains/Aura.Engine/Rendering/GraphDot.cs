using System.Globalization;
using System.Text;

namespace Aura.Engine;

/// <summary>Writes a causal graph in Graphviz' DOT language; edges run from cause to effect.</summary>
public static class GraphDot
{
    /// <summary>Renders the graph.</summary>
    public static string Render(CausalGraph graph)
    {
        var text = new StringBuilder("digraph aura {\n    rankdir=TB;\n    node [shape=box, fontname=\"sans-serif\"];\n");
        foreach (var node in graph.Nodes)
        {
            var shape = node.Kind == CausalNodeKind.State ? "" : ", shape=ellipse";
            var bold = node.Id == graph.Root.ToString() ? ", style=bold" : "";
            text.Append(CultureInfo.InvariantCulture, $"    {Quote(node.Id)} [label={Quote(GraphLabels.Of(node, "\n"))}{shape}{bold}];\n");
        }
        foreach (var edge in graph.Edges)
        {
            var style = edge.Kind == CausalEdgeKind.Parent ? "dotted" : edge.Relation == CausalRelation.NoEffect ? "dashed" : "solid";
            text.Append(CultureInfo.InvariantCulture, $"    {Quote(edge.From)} -> {Quote(edge.To)} [label={Quote(GraphLabels.Of(edge))}, style={style}];\n");
        }
        return text.Append("}\n").ToString();
    }

    // A line break is DOT's own; no other control character has a place in what is drawn.
    private static string Quote(string text) =>
        $"\"{string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c)).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
