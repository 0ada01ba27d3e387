namespace Aura;

/// <summary>One item of an exported history: a branch's record or a state. A branch comes after the state it was forked at and before its own.</summary>
public sealed record ExportRecord
{
    /// <summary>The branch; null for a state.</summary>
    public ExportedBranch? Branch { get; init; }

    /// <summary>The state as it is stored; null for a branch.</summary>
    public AgentState? State { get; init; }
}
