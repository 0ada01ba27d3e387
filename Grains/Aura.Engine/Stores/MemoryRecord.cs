namespace Aura.Engine;

/// <summary>A memory as it is stored.</summary>
public sealed record MemoryRecord
{
    /// <summary>Its id in the fabric.</summary>
    public required string Id { get; init; }

    /// <summary>Its place in the order in which the fabric's memories were added: 1 for the first. Given by the store.</summary>
    public long Ordinal { get; init; }

    /// <summary>The content.</summary>
    public required Payload Content { get; init; }

    /// <summary>The tier.</summary>
    public required MemoryTier Tier { get; init; }

    /// <summary>The labels.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The agent that it came from.</summary>
    public string? Agent { get; init; }

    /// <summary>The state that it came from.</summary>
    public StateId? State { get; init; }

    /// <summary>When it happened: UTC, in microseconds.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was stored: UTC, in microseconds.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Its interpretations, with unit vectors and weights that sum to 1; at least one.</summary>
    public required IReadOnlyList<Interpretation> Interpretations { get; init; }

    /// <summary>How it was used.</summary>
    public required RowUses Uses { get; init; }

    /// <summary>Whether it is not to be resident.</summary>
    public bool Archived { get; init; }

    /// <summary>The ids of the episodes that it was consolidated from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The id of the semantic memory that it was consolidated into.</summary>
    public string? ConsolidatedInto { get; init; }
}
