namespace Aura;

/// <summary>How far a causal question reaches.</summary>
public sealed record CausalQuery
{
    /// <summary>The most steps from the state that was asked about; null for no limit.</summary>
    public int? Depth { get; init; }

    /// <summary>The most nodes in the answer; an answer that was cut short says so. At most 100,000.</summary>
    public int MaxNodes { get; init; } = 10_000;

    /// <summary>Whether the succession of states counts beside the links that callers drew.</summary>
    public bool FollowParents { get; init; } = true;
}
