namespace Aura.Engine;

/// <summary>A memory as it is to be. What never changes is not here; neither is what does not change now.</summary>
public sealed record MemoryUpdate
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The tier.</summary>
    public required MemoryTier Tier { get; init; }

    /// <summary>How it was used.</summary>
    public required RowUses Uses { get; init; }

    /// <summary>Whether it is not to be resident.</summary>
    public required bool Archived { get; init; }

    /// <summary>The id of the semantic memory that it was consolidated into; null for none.</summary>
    public required string? ConsolidatedInto { get; init; }

    /// <summary>All its interpretations; null where they stay as they are.</summary>
    public IReadOnlyList<Interpretation>? Interpretations { get; init; }

    /// <summary>The unit vectors of its interpretations, in order, where nothing else of them changes; null where they stay as they are.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>>? Vectors
    {
        get => field ?? Interpretations?.Select(i => i.Vector).ToArray();
        init;
    }

    /// <summary>The ids of all episodes that it was consolidated from; null where they stay as they are.</summary>
    public IReadOnlyList<string>? Sources { get; init; }
}
