namespace Aura;

/// <summary>A memory to be stored.</summary>
public sealed record MemoryRequest
{
    /// <summary>Its id in the fabric, at most 200 characters; a new UUIDv7 if null.</summary>
    public string? Id { get; init; }

    /// <summary>What is remembered: a JSON string, or any other JSON value, whose text is that of its strings and numbers.</summary>
    public required Payload Content { get; init; }

    /// <summary>Where it begins.</summary>
    public MemoryTier Tier { get; init; } = MemoryTier.Episodic;

    /// <summary>Its interpretations, at most 16; if there are none, the content's text is the only one, with the label <c>content</c>.</summary>
    public IReadOnlyList<Interpretation> Interpretations { get; init => field = value ?? []; } = [];

    /// <summary>What filters find it by, at most 100.</summary>
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    /// <summary>The agent that it came from.</summary>
    public string? Agent { get; init; }

    /// <summary>The state that it came from, which becomes the cause of thoughts that it is part of.</summary>
    public StateId? State { get; init; }

    /// <summary>When it happened in the world; null for now. Its activation decays from then on.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}
