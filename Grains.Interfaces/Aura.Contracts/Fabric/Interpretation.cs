using System.Text.Json.Serialization;

namespace Aura;

/// <summary>One way to understand a memory. A memory with several is in superposition until a context collapses it.</summary>
public sealed record Interpretation
{
    /// <summary>Its name within the memory, at most 200 characters.</summary>
    public required string Label { get; init; }

    /// <summary>What it means in words, at most 1 MiB of UTF-8. It becomes the vector if none is given.</summary>
    public string? Text { get; init; }

    /// <summary>What it means as a vector of the fabric's dimension. It is kept normalised to length 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>How much it counts before any context: 1e-9 to 1e9. Weights of one memory are kept normalised to a sum of 1.</summary>
    public double Weight { get; init; } = 1;
}
