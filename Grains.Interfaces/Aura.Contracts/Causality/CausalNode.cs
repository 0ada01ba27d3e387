namespace Aura;

/// <summary>One state or label in a causal graph.</summary>
public sealed record CausalNode
{
    /// <summary>The state's id; for a label, <c>cause:</c> or <c>effect:</c> and the label.</summary>
    public required string Id { get; init; }

    /// <summary>What it stands for.</summary>
    public required CausalNodeKind Kind { get; init; }

    /// <summary>Steps from the state that was asked about, along the shortest chain.</summary>
    public required int Depth { get; init; }

    /// <summary>A line of text that says what it is.</summary>
    public required string Summary { get; init; }

    /// <summary>
    /// How sure the surest chain from here to the state that was asked about is: the product of all confidences stated by the links and
    /// states on it (1 where nothing was said).
    /// </summary>
    public required double ChainConfidence { get; init; }

    /// <summary>What all states on that surest chain cost together, in joules.</summary>
    public required double ChainEnergy { get; init; }

    /// <summary>The state's agent.</summary>
    public string? Agent { get; init; }

    /// <summary>The state's branch.</summary>
    public string? Branch { get; init; }

    /// <summary>The state's version.</summary>
    public long? Version { get; init; }

    /// <summary>The state's type.</summary>
    public string? Type { get; init; }

    /// <summary>The state's own confidence.</summary>
    public double? Confidence { get; init; }

    /// <summary>The state's own cost, in joules.</summary>
    public double? EnergyCost { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The names of the counterfactuals that the state recorded.</summary>
    public IReadOnlyList<string> Counterfactuals { get; init => field = value ?? []; } = [];
}
