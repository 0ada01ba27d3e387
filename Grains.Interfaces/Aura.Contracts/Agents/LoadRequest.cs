namespace Aura;

/// <summary>Which state of a line to load: its head, or at most one of version, id and the two times.</summary>
public sealed record LoadRequest
{
    /// <summary>The state at this version.</summary>
    public long? Version { get; init; }

    /// <summary>The state with this id, if it is part of the line.</summary>
    public StateId? Id { get; init; }

    /// <summary>The line's last state that Aura had stored at this time.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The state that had last happened at this time, by the clock of the world; the later version where two tie.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Only states of this type count; the last of them that fits the rest.</summary>
    public string? Type { get; init; }

    /// <summary>Reads the head from the store even if it is in memory: for lines that another process may be writing to.</summary>
    public bool Fresh { get; init; }
}
