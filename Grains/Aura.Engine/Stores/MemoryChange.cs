namespace Aura.Engine;

/// <summary>A change of one fabric's memories, which happens as a whole or not at all.</summary>
public sealed record MemoryChange
{
    /// <summary>The fabric.</summary>
    public required string Fabric { get; init; }

    /// <summary>The revision that it is made from.</summary>
    public required long Revision { get; init; }

    /// <summary>New memories, each with an id of its own.</summary>
    public IReadOnlyList<MemoryRecord> Added { get; init; } = [];

    /// <summary>Memories as they are to be. Ids that do not exist are passed over.</summary>
    public IReadOnlyList<MemoryUpdate> Changed { get; init; } = [];

    /// <summary>Ids of memories that are to be erased for good; those that do not exist are passed over.</summary>
    public IReadOnlyList<string> Erased { get; init; } = [];

    /// <summary>The ordinal up to which episodes were examined for consolidation; null where it stays as it is.</summary>
    public long? Examined { get; init; }

    /// <summary>When: UTC, in microseconds.</summary>
    public required DateTimeOffset At { get; init; }
}
