using System.Text.Json.Serialization;

namespace Aura;

/// <summary>One immutable record in an agent's history: what the agent's state was, and why it came to be.</summary>
[JsonConverter(typeof(AgentStateJsonConverter))]
public sealed record AgentState
{
    /// <summary>The state's name, given by the engine.</summary>
    public required StateId Id { get; init; }

    /// <summary>The agent whose history it is part of.</summary>
    public required string Agent { get; init; }

    /// <summary>The branch it was written on.</summary>
    public required string Branch { get; init; }

    /// <summary>Its place in the line: 1 for an agent's first state, one more than the state before it.</summary>
    public required long Version { get; init; }

    /// <summary>The states that it follows: none for an agent's first, one usually, two for a merge.</summary>
    public IReadOnlyList<StateId> Parents { get; init => field = value ?? []; } = [];

    /// <summary>One of <see cref="StateTypes"/>, or the caller's own.</summary>
    public required string Type { get; init; }

    /// <summary>What brought it about.</summary>
    public required StateSource Source { get; init; }

    /// <summary>The content, or null if it was erased.</summary>
    public Payload? Payload { get; init; }

    /// <summary>The SHA-256 of the content, which outlives an erasure.</summary>
    public required Digest PayloadDigest { get; init; }

    /// <summary>Why it came to be, what it led to and what could have been.</summary>
    public CausalContext Context { get; init => field = value ?? CausalContext.Empty; } = CausalContext.Empty;

    /// <summary>The caller's idempotency key, if one was given.</summary>
    public string? OperationId { get; init; }

    /// <summary>When it happened in the world: UTC, in microseconds.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When Aura stored it: UTC, in microseconds, never earlier than the state before it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The SHA-256 over all fields above and the parents' digests.</summary>
    public required Digest Digest { get; init; }
}
