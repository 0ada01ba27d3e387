namespace Aura.Engine;

/// <summary>
/// Reciprocal rank fusion of two rankings, whose scores need not be comparable (Cormack, Clarke, Buettcher, Reciprocal rank fusion outperforms
/// Condorcet and individual rank learning methods, 2009): the score of a slot is Σ 1/(60 + rank) over the rankings that have it, the first rank
/// being 1.
/// </summary>
public static class ReciprocalRank
{
    /// <summary>The paper's constant.</summary>
    public const int K = 60;

    /// <summary>
    /// How many of each ranking to fuse for so many hits. In longer ones, what stands in the middle of both outdoes what is first in one: on the
    /// tests' questions fewer are answered among ten hits out of a hundred of each than out of twenty.
    /// </summary>
    public static int Depth(int top) => 2 * top;

    /// <summary>Fuses two rankings, best first and no slot twice in either; the result holds all slots of both, best first.</summary>
    /// <param name="one">One ranking.</param>
    /// <param name="other">The other.</param>
    /// <param name="ties">Which of two slots of the same score comes first.</param>
    public static IReadOnlyList<TextHit> Fuse(IReadOnlyList<int> one, IReadOnlyList<int> other, IComparer<int> ties)
    {
        var scores = new Dictionary<int, double>(one.Count + other.Count);
        for (var i = 0; i < one.Count; i++) scores.Add(one[i], Share(i));
        for (var i = 0; i < other.Count; i++) scores[other[i]] = scores.GetValueOrDefault(other[i]) + Share(i);
        return [.. scores.Select(s => new TextHit(s.Key, s.Value)).OrderByDescending(h => h.Score).ThenBy(h => h.Slot, ties)];
    }

    private static double Share(int index) => 1.0 / (K + 1 + index);
}
