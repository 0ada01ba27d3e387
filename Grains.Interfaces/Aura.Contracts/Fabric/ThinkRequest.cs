namespace Aura;

/// <summary>What to think of, and in what context.</summary>
public sealed record ThinkRequest
{
    /// <summary>What is thought of: a JSON string, or any other JSON value, whose text is that of its strings and numbers.</summary>
    public required Payload Thought { get; init; }

    /// <summary>The thought as a vector of the fabric's dimension; that of its text if there is none.</summary>
    public ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>In the light of what superpositions collapse and memories drift; the thought itself if null.</summary>
    public Payload? Context { get; init; }

    /// <summary>The context as a vector of the fabric's dimension; that of its text if there is none.</summary>
    public ReadOnlyMemory<float> ContextVector { get; init; }

    /// <summary>How many memories are selected: 1 to <see cref="RecallRequest.MaxTop"/>.</summary>
    public int Top { get; init; } = 8;

    /// <summary>Which memories count; all that are resident if null.</summary>
    public MemoryFilter? Filter { get; init; }

    /// <summary>The inverse temperature β of the read-out and of collapses; the fabric's if null.</summary>
    public double? InverseTemperature { get; init; }

    /// <summary>Draws interpretations by their probability, by this seed; the most probable ones if null.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether this is a use of the memories that are selected.</summary>
    public bool Reinforce { get; init; } = true;

    /// <summary>Asks the store first what others have written: for fabrics that another process may be writing to.</summary>
    public bool Fresh { get; init; }
}
