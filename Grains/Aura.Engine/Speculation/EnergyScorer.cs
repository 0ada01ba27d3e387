namespace Aura.Engine;

/// <summary>The scorer <c>energy</c>: what the future cost in joules, negated, so that the cheapest wins. It takes no arguments.</summary>
internal sealed class EnergyScorer : IScorer
{
    public ValueTask<double?> ScoreAsync(ScoringContext context, CancellationToken cancellationToken) => new(0 - context.Energy);
}
