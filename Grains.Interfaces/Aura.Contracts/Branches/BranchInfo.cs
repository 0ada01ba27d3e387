namespace Aura;

/// <summary>Where a branch starts and ends.</summary>
public sealed record BranchInfo
{
    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>The branch's name.</summary>
    public required string Name { get; init; }

    /// <summary>The branch that the fork point was written on; null for <c>main</c>.</summary>
    public string? Origin { get; init; }

    /// <summary>The state that the branch goes on from; null for <c>main</c>.</summary>
    public StateId? ForkState { get; init; }

    /// <summary>That state's version; 0 for <c>main</c>.</summary>
    public long ForkVersion { get; init; }

    /// <summary>The last version: the fork point's until the branch has states of its own, 0 for an empty <c>main</c>.</summary>
    public required long HeadVersion { get; init; }

    /// <summary>The last state; null for an empty <c>main</c>.</summary>
    public StateId? Head { get; init; }

    /// <summary>When the branch was opened: UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the branch ends by itself, if it was given a time to live: UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What has become of it.</summary>
    public BranchStatus Status { get; init; }

    /// <summary>The state by which another line last took over or merged the branch's head; null if none has.</summary>
    public StateId? JoinedBy { get; init; }

    /// <summary>How many states were written on the branch itself.</summary>
    public long States => HeadVersion - ForkVersion;
}
