namespace Aura;

/// <summary>How an agent's branches leave each other and meet again.</summary>
public sealed record BranchGraph
{
    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>All branches, <c>main</c> first, then by name.</summary>
    public IReadOnlyList<BranchInfo> Branches { get; init => field = value ?? []; } = [];

    /// <summary>All merges and promotions, by line and version.</summary>
    public IReadOnlyList<BranchJoin> Joins { get; init => field = value ?? []; } = [];
}
