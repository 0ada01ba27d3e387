namespace Aura;

/// <summary>Which memory to understand, and in what context.</summary>
public sealed record CollapseRequest
{
    /// <summary>The memory.</summary>
    public required string Id { get; init; }

    /// <summary>The context in words, or any JSON value, whose text is that of its strings and numbers.</summary>
    public Payload? Context { get; init; }

    /// <summary>The context as a vector of the fabric's dimension; that of its text if there is none.</summary>
    public ReadOnlyMemory<float> ContextVector { get; init; }

    /// <summary>The inverse temperature β; the fabric's if null.</summary>
    public double? InverseTemperature { get; init; }

    /// <summary>Draws the interpretation by its probability, by this seed; the most probable one if null.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether the choice is kept: the memory has only that interpretation from then on.</summary>
    public bool Durable { get; init; }
}
