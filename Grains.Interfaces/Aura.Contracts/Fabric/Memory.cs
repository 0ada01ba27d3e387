namespace Aura;

/// <summary>A memory as it stands.</summary>
public sealed record Memory
{
    /// <summary>Its id in the fabric.</summary>
    public required string Id { get; init; }

    /// <summary>What is remembered.</summary>
    public required Payload Content { get; init; }

    /// <summary>Where it stands.</summary>
    public required MemoryTier Tier { get; init; }

    /// <summary>How it can be understood: one, or several in superposition.</summary>
    public required IReadOnlyList<Interpretation> Interpretations { get; init; }

    /// <summary>What filters find it by.</summary>
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    /// <summary>The agent that it came from.</summary>
    public string? Agent { get; init; }

    /// <summary>The state that it came from.</summary>
    public StateId? State { get; init; }

    /// <summary>When it happened in the world: UTC, in microseconds.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was stored: UTC, in microseconds.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>How often it was used; that it happened is the first use.</summary>
    public required long Uses { get; init; }

    /// <summary>The last uses, at most three, most recent first.</summary>
    public required IReadOnlyList<DateTimeOffset> LastUses { get; init; }

    /// <summary>Its base-level activation when it was read.</summary>
    public required double Activation { get; init; }

    /// <summary>Whether it has left the device, because its activation fell below the threshold or there was no room.</summary>
    public bool Archived { get; init; }

    /// <summary>The episodes that it was consolidated from.</summary>
    public IReadOnlyList<string> Sources { get; init => field = value ?? []; } = [];

    /// <summary>The semantic memory that it was consolidated into.</summary>
    public string? ConsolidatedInto { get; init; }
}
