namespace Aura;

/// <summary>The result of thinking with memory.</summary>
public sealed record Thought
{
    /// <summary>The memories that were selected, by activation; ties by id.</summary>
    public required IReadOnlyList<ThoughtHit> Hits { get; init; }

    /// <summary>
    /// What all memories that count say together: Xᵀ softmax(β X q), by the rows X and the query q (Ramsauer et al., Hopfield Networks is All You
    /// Need, 2020, equation 3). Not normalised.
    /// </summary>
    public required ReadOnlyMemory<float> ReadOut { get; init; }

    /// <summary>The entropy of that softmax, in nats: 0 if one row says it all, ln n if all n say the same.</summary>
    public required double Entropy { get; init; }

    /// <summary>How many rows counted.</summary>
    public required long Rows { get; init; }

    /// <summary>The state that records the thought, where an agent has had it.</summary>
    public AgentState? State { get; init; }
}
