using System.Globalization;
using System.Text;

namespace Aura.Engine;

/// <summary>Writes a causal graph as a Mermaid flowchart, whose arrows run from cause to effect.</summary>
public static class GraphMermaid
{
    /// <summary>Renders the graph.</summary>
    public static string Render(CausalGraph graph)
    {
        var names = graph.Nodes.Select((node, i) => (node.Id, Name: $"n{i}")).ToDictionary(n => n.Id, n => n.Name);
        var text = new StringBuilder("flowchart TD\n");
        foreach (var node in graph.Nodes)
        {
            var (open, close) = node.Kind == CausalNodeKind.State ? ("[", "]") : ("([", "])");
            text.Append(CultureInfo.InvariantCulture, $"    {names[node.Id]}{open}\"{Quote(GraphLabels.Of(node, "\n"))}\"{close}\n");
        }
        foreach (var edge in graph.Edges)
        {
            var arrow = edge.Kind == CausalEdgeKind.Parent || edge.Relation == CausalRelation.NoEffect ? "-.->" : "-->";
            text.Append(CultureInfo.InvariantCulture, $"    {names[edge.From]} {arrow}|{GraphLabels.Of(edge)}| {names[edge.To]}\n");
        }
        return text.ToString();
    }

    // Mermaid reads HTML-like entities with a leading '#'; everything that could end a quoted label or begin markup becomes one.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n') quoted.Append("<br/>");
            else if (rune.Value is '"' or '#' or '&' or '<' or '>' or '`' or '\\' or ';')
                quoted.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            else if (Rune.IsControl(rune)) quoted.Append(' ');
            else quoted.Append(rune);
        }
        return quoted.ToString();
    }
}
