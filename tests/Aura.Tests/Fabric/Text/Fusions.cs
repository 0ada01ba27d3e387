using Aura.Engine;

namespace Aura.Tests.Fabric.Text;

/// <summary>Two rankings made one by reciprocal rank.</summary>
public sealed class Fusions
{
    private static readonly Comparer<int> Ascending = Comparer<int>.Default;

    [Fact]
    public void What_both_rank_comes_before_what_either_ranks_alone()
    {
        var fused = ReciprocalRank.Fuse([7, 3, 5], [9, 5, 3], Ascending);
        Assert.Equal([3, 5, 7, 9], fused.Select(h => h.Slot));
        double[] scores = [1.0 / 62 + 1.0 / 63, 1.0 / 63 + 1.0 / 62, 1.0 / 61, 1.0 / 61];
        for (var i = 0; i < scores.Length; i++) Assert.Equal(scores[i], fused[i].Score, 1e-15);
    }

    [Fact]
    public void Slots_of_the_same_score_come_in_the_order_that_is_asked_for()
    {
        var descending = Comparer<int>.Create((x, y) => y.CompareTo(x));
        Assert.Equal([1, 2, 3, 4], ReciprocalRank.Fuse([1, 3], [2, 4], Ascending).Select(h => h.Slot));
        Assert.Equal([2, 1, 4, 3], ReciprocalRank.Fuse([1, 3], [2, 4], descending).Select(h => h.Slot));
    }

    [Fact]
    public void One_ranking_alone_stays_as_it_is()
    {
        Assert.Equal([4, 2, 8], ReciprocalRank.Fuse([4, 2, 8], [], Ascending).Select(h => h.Slot));
        Assert.Equal([4, 2, 8], ReciprocalRank.Fuse([], [4, 2, 8], Ascending).Select(h => h.Slot));
        Assert.Empty(ReciprocalRank.Fuse([], [], Ascending));
    }
}
