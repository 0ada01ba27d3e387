namespace Aura;

/// <summary>One step in a causal graph, from cause to effect.</summary>
public sealed record CausalEdge
{
    /// <summary>The id of the node that is the cause.</summary>
    public required string From { get; init; }

    /// <summary>The id of the node that is the effect.</summary>
    public required string To { get; init; }

    /// <summary>Where the edge comes from.</summary>
    public required CausalEdgeKind Kind { get; init; }

    /// <summary>How the cause bears on the effect.</summary>
    public required CausalRelation Relation { get; init; }

    /// <summary>How sure the caller was of the link; null if nothing was said.</summary>
    public double? Confidence { get; init; }
}
