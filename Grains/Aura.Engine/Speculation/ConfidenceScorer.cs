namespace Aura.Engine;

/// <summary>The scorer <c>confidence</c>: how sure the future's last state is; nothing if it does not say. It takes no arguments.</summary>
internal sealed class ConfidenceScorer : IScorer
{
    public ValueTask<double?> ScoreAsync(ScoringContext context, CancellationToken cancellationToken) => new(context.Head.Context.Confidence);
}
