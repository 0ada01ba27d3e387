namespace Aura.Engine;

/// <summary>Limits of the engine.</summary>
public sealed record EngineOptions
{
    /// <summary>The largest payload, in bytes. Those over 1 MiB are stored as blobs.</summary>
    public int MaxPayloadBytes { get; init; } = 64 << 20;

    /// <summary>The most states in one commit.</summary>
    public int MaxBatchStates { get; init; } = 4096;

    /// <summary>The most payload bytes in one commit, unless a single state has more.</summary>
    public int MaxBatchBytes { get; init; } = 16 << 20;

    /// <summary>How many states may wait to be committed; further saves wait for room.</summary>
    public int QueueLength { get; init; } = 16_384;

    /// <summary>How many lines are kept in memory; those not used lately are dropped, and read again when they are needed.</summary>
    public int MaxLoadedLines { get; init; } = 200_000;

    /// <summary>How long it may take until it is written down how memories were used. That much of it may be lost, and nothing else.</summary>
    public TimeSpan UsesDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Of how many memories that may wait; when there are more, it is written at once.</summary>
    public int MaxUnwrittenUses { get; init; } = 10_000;

    /// <summary>Checks the limits.</summary>
    /// <exception cref="InvalidInputException">One of them cannot be.</exception>
    public void Validate()
    {
        AtLeastOne(nameof(MaxPayloadBytes), MaxPayloadBytes);
        AtLeastOne(nameof(MaxBatchStates), MaxBatchStates);
        AtLeastOne(nameof(MaxBatchBytes), MaxBatchBytes);
        AtLeastOne(nameof(QueueLength), QueueLength);
        AtLeastOne(nameof(MaxLoadedLines), MaxLoadedLines);
        AtLeastOne(nameof(MaxUnwrittenUses), MaxUnwrittenUses);
        if (UsesDelay <= TimeSpan.Zero || UsesDelay > TimeSpan.FromDays(1))
            throw new InvalidInputException(nameof(UsesDelay), $"{nameof(UsesDelay)} is {UsesDelay}: more than nothing and at most a day is allowed.");
    }

    private static void AtLeastOne(string field, int value)
    {
        if (value < 1) throw new InvalidInputException(field, $"{field} is {value}: it must be at least 1.");
    }
}
