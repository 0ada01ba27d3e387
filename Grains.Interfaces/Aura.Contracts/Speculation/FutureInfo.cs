namespace Aura;

/// <summary>How a future stands.</summary>
public sealed record FutureInfo
{
    /// <summary>Its name within the speculation.</summary>
    public required string Name { get; init; }

    /// <summary>Its branch.</summary>
    public required string Branch { get; init; }

    /// <summary>How it stands.</summary>
    public required FutureStatus Status { get; init; }

    /// <summary>Its last state; the state that it started from as long as it has none of its own.</summary>
    public required StateId Head { get; init; }

    /// <summary>How many states it has of its own.</summary>
    public long States { get; init; }

    /// <summary>What they cost together, in joules.</summary>
    public double Energy { get; init; }

    /// <summary>Its score; null if it has none, as long as it has no state of its own to be judged by.</summary>
    public double? Score { get; init; }

    /// <summary>One sentence that says why it failed.</summary>
    public string? Problem { get; init; }

    /// <summary>Until when a driver holds it: UTC; null if none does.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }
}
