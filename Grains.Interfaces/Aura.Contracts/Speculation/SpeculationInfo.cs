namespace Aura;

/// <summary>How a speculation stands.</summary>
public sealed record SpeculationInfo
{
    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>The speculation's name. It has no slash: its futures' branches are its name, a slash and theirs.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required SpeculationStatus Status { get; init; }

    /// <summary>The line that the futures left and that the winner is promoted to.</summary>
    public required string Branch { get; init; }

    /// <summary>The state that they started from.</summary>
    public required StateId From { get; init; }

    /// <summary>When it started: UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its budget of time is used up: UTC; null if it has none.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The futures, in the request's order; once it has ended, with their scores.</summary>
    public IReadOnlyList<FutureInfo> Futures { get; init => field = value ?? []; } = [];

    /// <summary>The name of the best future: the highest score, the earlier in the request where two tie.</summary>
    public string? Winner { get; init; }

    /// <summary>The state by which it was promoted; null if it was not.</summary>
    public StateId? Promotion { get; init; }

    /// <summary>Whether nothing more will come of it.</summary>
    public bool HasEnded => Status is SpeculationStatus.Won or SpeculationStatus.Undecided or SpeculationStatus.Cancelled;
}
