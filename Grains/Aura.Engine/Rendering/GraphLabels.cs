namespace Aura.Engine;

/// <summary>What the drawn forms of a graph write on nodes and edges.</summary>
internal static class GraphLabels
{
    public static string Of(CausalNode node, string lineBreak)
    {
        if (node.Kind != CausalNodeKind.State) return node.Summary;
        var branch = node.Branch == BranchNames.Main ? "" : $" [{node.Branch}]";
        return $"{node.Agent}@{node.Version}{branch} {node.Type}{lineBreak}{node.Summary}";
    }

    public static string Of(CausalEdge edge) => edge.Kind == CausalEdgeKind.Parent ? "then" : Of(edge.Relation);

    public static string Of(CausalRelation relation) => relation switch
    {
        CausalRelation.NoEffect => "no_effect",
        CausalRelation.Prevented => "prevented",
        CausalRelation.Enabled => "enabled",
        _ => "caused",
    };
}
