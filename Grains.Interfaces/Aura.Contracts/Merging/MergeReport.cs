namespace Aura;

/// <summary>What came of a merge.</summary>
public sealed record MergeReport
{
    /// <summary>What came of it.</summary>
    public required MergeKind Kind { get; init; }

    /// <summary>The state of the line that was merged into.</summary>
    public required StateId Ours { get; init; }

    /// <summary>The state that was merged in.</summary>
    public required StateId Theirs { get; init; }

    /// <summary>Their lowest common ancestors: several where branches were merged crosswise.</summary>
    public IReadOnlyList<StateId> Bases { get; init => field = value ?? []; } = [];

    /// <summary>The merged content; where there are conflicts, with our side in their places.</summary>
    public Payload? Payload { get; init; }

    /// <summary>The state that was stored; null if none was.</summary>
    public AgentState? State { get; init; }

    /// <summary>The conflicts that nobody decided.</summary>
    public IReadOnlyList<MergeConflict> Conflicts { get; init => field = value ?? []; } = [];

    /// <summary>The conflicts that the strategy or the resolver decided.</summary>
    public IReadOnlyList<MergeConflict> Resolved { get; init => field = value ?? []; } = [];
}
