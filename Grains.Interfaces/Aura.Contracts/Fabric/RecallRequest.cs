namespace Aura;

/// <summary>What to find.</summary>
public sealed record RecallRequest
{
    /// <summary>The most hits that a query may ask for.</summary>
    public const int MaxTop = 1000;

    /// <summary>The query in words; it becomes the vector if none is given.</summary>
    public string? Text { get; init; }

    /// <summary>The query as a vector of the fabric's dimension and of any length but 0.</summary>
    public ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>By what memories are found.</summary>
    public RecallMode Mode { get; init; }

    /// <summary>How many: 1 to <see cref="MaxTop"/>.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Which memories count; all that are resident if null.</summary>
    public MemoryFilter? Filter { get; init; }

    /// <summary>Whether hits carry the memories themselves, which the store is asked for.</summary>
    public bool WithMemories { get; init; } = true;

    /// <summary>Whether this is a use of the hits.</summary>
    public bool Reinforce { get; init; }

    /// <summary>Asks the store first what others have written: for fabrics that another process may be writing to.</summary>
    public bool Fresh { get; init; }
}
