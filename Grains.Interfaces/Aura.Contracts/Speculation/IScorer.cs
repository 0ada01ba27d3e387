namespace Aura;

/// <summary>Ranks futures. It is registered by name as a keyed service.</summary>
public interface IScorer
{
    /// <summary>
    /// Scores a future: a finite number, the higher the better; null if it says nothing, so that it cannot win. After 30 seconds the scorer is
    /// told to stop and left to itself, and the future has failed.
    /// </summary>
    ValueTask<double?> ScoreAsync(ScoringContext context, CancellationToken cancellationToken);
}
