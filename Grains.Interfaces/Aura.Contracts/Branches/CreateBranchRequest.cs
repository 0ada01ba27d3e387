namespace Aura;

/// <summary>A branch to be opened.</summary>
public sealed record CreateBranchRequest
{
    /// <summary>The name: at most 200 characters, not taken, not <c>main</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The state to go on from, on any branch of the agent; the head of <c>main</c> if null.</summary>
    public StateId? From { get; init; }

    /// <summary>After how long the branch can no longer be written to; null for never.</summary>
    public TimeSpan? TimeToLive { get; init; }
}
