namespace Aura;

/// <summary>When futures are ended that have not come to their end by themselves. A future that was ended cannot win.</summary>
public sealed record SpeculationBudget
{
    /// <summary>No limits.</summary>
    public static readonly SpeculationBudget Unlimited = new();

    /// <summary>How long the speculation may run; null for as long as it takes. Futures that are driven from outside need it.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The most states of each future; null for no limit.</summary>
    public int? States { get; init; }

    /// <summary>What each future's states may cost together, in joules; null for no limit.</summary>
    public double? Energy { get; init; }
}
