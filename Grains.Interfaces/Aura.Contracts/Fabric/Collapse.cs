namespace Aura;

/// <summary>How a memory was understood.</summary>
public sealed record Collapse
{
    /// <summary>The interpretation that was chosen, by its label.</summary>
    public required string Choice { get; init; }

    /// <summary>
    /// The probability of each interpretation, in order, proportional to its weight times exp(β cos(vector, context)). They sum to 1.
    /// </summary>
    public required IReadOnlyList<InterpretationProbability> Posterior { get; init; }

    /// <summary>The posterior's entropy, in nats.</summary>
    public required double Entropy { get; init; }
}
