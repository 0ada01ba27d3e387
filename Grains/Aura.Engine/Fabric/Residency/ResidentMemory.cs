namespace Aura.Engine;

/// <summary>What is kept of a memory beside its rows on the device.</summary>
internal sealed class ResidentMemory
{
    private volatile Box _uses = null!;

    public required string Id { get; init; }

    public required long Ordinal { get; init; }

    public required Digest Content { get; init; }

    public required string? Agent { get; init; }

    public required StateId? State { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required MemoryTier Tier { get; set; }

    /// <summary>How it was used. Read and written in one piece, whoever else does: the gate does not stand before every look at it.</summary>
    public required RowUses Uses
    {
        get => _uses.Value;
        set => _uses = new Box(value);
    }

    public required string? ConsolidatedInto { get; set; }

    public required int Sources { get; set; }

    /// <summary>The interpretations' labels.</summary>
    public required string[] Parts { get; set; }

    /// <summary>The interpretations' weights.</summary>
    public required double[] Weights { get; set; }

    /// <summary>The interpretations' rows on the device.</summary>
    public int[] Rows { get; set; } = [];

    /// <summary>Its place among the resident memories.</summary>
    public int Slot { get; set; }

    public bool IsSuperposed => Rows.Length > 1;

    private sealed record Box(RowUses Value);
}
