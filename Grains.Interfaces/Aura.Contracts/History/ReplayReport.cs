namespace Aura;

/// <summary>What a replay stored.</summary>
public sealed record ReplayReport
{
    /// <summary>The states that were stored.</summary>
    public long States { get; init; }

    /// <summary>The branches that were opened.</summary>
    public long Branches { get; init; }

    /// <summary>The states and branches that were there already.</summary>
    public long Known { get; init; }

    /// <summary>The states and branches that wait for a state which was not there yet: another replay of the same records stores them once it is.</summary>
    public long Blocked { get; init; }

    /// <summary>The first state that was waited for; null if it was a branch's record.</summary>
    public StateId? Unknown { get; init; }
}
