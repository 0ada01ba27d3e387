namespace Aura.Client;

/// <summary>How a file of chat traces is imported.</summary>
public sealed record ChatImportOptions
{
    /// <summary>What the agents' names begin with, before a slash; the file's name without its extension if null.</summary>
    public string? Name { get; init; }

    /// <summary>How many runs are saved at the same time. A commit carries the states of many runs, so that more runs cost fewer commits.</summary>
    public int ParallelRuns { get; init; } = 64;

    /// <summary>How many bytes of runs may be in memory at the same time, beside a single run that has more.</summary>
    public long MaxBytesInFlight { get; init; } = 256 << 20;

    /// <summary>The largest run, or message of a bare list, in bytes.</summary>
    public int MaxRunBytes { get; init; } = 1 << 30;

    internal void Validate()
    {
        if (ParallelRuns < 1) throw new InvalidInputException(nameof(ParallelRuns), $"ParallelRuns is {ParallelRuns}: it must be at least 1.");
        if (MaxBytesInFlight < 1) throw new InvalidInputException(nameof(MaxBytesInFlight), $"MaxBytesInFlight is {MaxBytesInFlight}: it must be at least 1.");
        if (MaxRunBytes is < 1 or > 1 << 30)
            throw new InvalidInputException(nameof(MaxRunBytes), $"MaxRunBytes is {MaxRunBytes}: 1 to {1 << 30} are allowed.");
    }
}
