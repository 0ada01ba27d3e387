namespace Aura;

/// <summary>A state to be saved at the end of a line.</summary>
public sealed record SaveRequest
{
    /// <summary>The content.</summary>
    public required Payload Payload { get; init; }

    /// <summary>One of <see cref="StateTypes"/>, or the caller's own name: at most 200 characters.</summary>
    public string Type { get; init => field = value ?? StateTypes.AgentMemory; } = StateTypes.AgentMemory;

    /// <summary>What brought it about: update, input, loop or migration; the rest is the engine's to give.</summary>
    public StateSource Source { get; init; }

    /// <summary>Why it came to be.</summary>
    public CausalContext Context { get; init => field = value ?? CausalContext.Empty; } = CausalContext.Empty;

    /// <summary>
    /// An idempotency key, at most 200 characters, of the caller's own choice: a second save on the same line with the same key stores
    /// nothing and returns the first state, whatever else it says.
    /// </summary>
    public string? OperationId { get; init; }

    /// <summary>When it happened in the world; null for now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The version that must be the line's last one, 0 for an empty line; null to follow whatever is there.</summary>
    public long? ExpectedVersion { get; init; }
}
