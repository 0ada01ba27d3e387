namespace Aura;

/// <summary>Futures to be run side by side.</summary>
public sealed record SpeculationRequest
{
    /// <summary>The futures, each with a name of its own: 1 to 1,000.</summary>
    public required IReadOnlyList<FutureRequest> Futures { get; init; }

    /// <summary>
    /// The name of the registered <see cref="IScorer"/> that ranks them. Always there are <c>confidence</c>, of the last state; <c>energy</c>,
    /// by which the cheapest wins; and <c>value</c>, a number in the last state's content, with the arguments <c>{"path":"/reward"}</c>.
    /// </summary>
    public required string Scorer { get; init; }

    /// <summary>Its arguments.</summary>
    public Payload ScorerArguments { get; init => field = value ?? Payload.Null; } = Payload.Null;

    /// <summary>The line that they leave and that the winner is promoted to.</summary>
    public string Branch { get; init => field = value ?? BranchNames.Main; } = BranchNames.Main;

    /// <summary>The state of that line that they start from; its head if null.</summary>
    public StateId? From { get; init; }

    /// <summary>When futures are ended that have not come to their end by themselves.</summary>
    public SpeculationBudget Budget { get; init => field = value ?? SpeculationBudget.Unlimited; } = SpeculationBudget.Unlimited;

    /// <summary>The most futures that run at once; null for all.</summary>
    public int? Parallel { get; init; }

    /// <summary>Whether the winner stays on its branch instead of being promoted.</summary>
    public bool KeepApart { get; init; }
}
