namespace Aura;

/// <summary>How a fabric's memories behave. Fixed when it is made.</summary>
public sealed record FabricSettings
{
    /// <summary>The most dimensions.</summary>
    public const int MaxDimensions = 8192;

    /// <summary>The vectors' dimension, 2 to <see cref="MaxDimensions"/>; that of the embedding generator if null.</summary>
    public int? Dimensions { get; init; }

    /// <summary>The decay d of ACT-R's base level: 0.01 to 0.99.</summary>
    public double Decay { get; init; } = 0.5;

    /// <summary>The inverse temperature β of read-outs and collapses: more than 0, at most 10,000.</summary>
    public double InverseTemperature { get; init; } = 16;

    /// <summary>What a cosine of 1 adds to the activation while thinking: 0 to 1,000.</summary>
    public double SimilarityWeight { get; init; } = 16;

    /// <summary>How many memories working memory holds after an evolution.</summary>
    public int WorkingCapacity { get; init; } = 7;

    /// <summary>
    /// How far an episode's vector moves, at an evolution, toward the contexts that it was thought of in since the last one: 0 for not at all, at
    /// most 1. Contexts are kept in memory only; what a process that ends has not evolved does not drift.
    /// </summary>
    public double Drift { get; init; } = 0.05;

    /// <summary>
    /// The cosine from which on two episodes are similar: more than 0, at most 1. Those that are nearer than halfway from it to 1 say the same;
    /// others of one semantic memory become interpretations of it, in superposition.
    /// </summary>
    public double ConsolidationSimilarity { get; init; } = 0.8;

    /// <summary>How many similar episodes make a semantic memory: at least 2.</summary>
    public int ConsolidationSize { get; init; } = 3;

    /// <summary>The activation below which a memory is archived. One that was used but once gets to -8.5 in about nine months.</summary>
    public double ArchiveBelow { get; init; } = -8.5;
}
