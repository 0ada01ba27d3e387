using Aura.Engine;
using Aura.Tests.Properties;

namespace Aura.Tests.Fabric;

/// <summary>What every device must do. A device's tests derive from this and say how to make one.</summary>
public abstract partial class FabricDeviceConformance
{
    private static readonly RowKind[] Kinds = Enum.GetValues<RowKind>();

    /// <summary>How many cases properties are tried with.</summary>
    protected virtual int Cases => 60;

    /// <summary>By what the rows of large cases are divided, where a device is slow.</summary>
    protected virtual int Smaller => 1;

    /// <summary>Makes a device.</summary>
    /// <param name="capacity">What all rows may take together, in bytes.</param>
    protected abstract IFabricDevice Create(long? capacity = null);

    [Fact]
    public async Task Recall_is_a_brute_forces() => await Property.HoldsAsync(RowCase.Any(Kinds), Cases, async c =>
    {
        await using var device = Create();
        var vectors = c.Vectors();
        await using var rows = await FilledAsync(device, c.Dimensions, vectors, c.Uses());
        foreach (var count in (int[])[1, 3, 21, 70])
        {
            var queries = c.Queries(count);
            await AssertTopAsync(rows, vectors, queries);
        }
    });

    [Fact]
    public async Task Recall_is_float64s_wherever_float32_tells_scores_apart() => await Property.HoldsAsync(
        RowCase.Any(RowKind.Unit, RowKind.NearTies), Cases / 2, async c =>
        {
            await using var device = Create();
            var vectors = c.Vectors();
            await using var rows = await FilledAsync(device, c.Dimensions, vectors, c.Uses());
            foreach (var query in c.Queries(2, masked: false))
            {
                var scores = Enumerable.Range(0, c.Rows)
                    .Select(row => query.Vector.ToArray().Select((q, i) => (double)q * vectors[row * c.Dimensions + i]).Sum()).ToArray();
                var hits = Assert.Single(await rows.TopAsync([query], default));
                Assert.Equal(Math.Min(query.Top, c.Rows), hits.Count);
                // A rounding is at most half an ulp; the scores are at most 1 and a bit.
                const double rounding = 1.0 / (1 << 23);
                var last = double.PositiveInfinity;
                foreach (var hit in hits)
                {
                    Assert.True(scores[hit.Row] <= last + rounding);
                    last = scores[hit.Row];
                }
                var found = hits.Select(h => h.Row).ToHashSet();
                Assert.All(Enumerable.Range(0, c.Rows).Where(row => !found.Contains(row)), row => Assert.True(scores[row] <= last + rounding));
            }
        });

    [Fact]
    public async Task Among_equal_rows_the_ties_decide()
    {
        var count = 100_000 / Smaller;
        var vector = RowCase.Unit(new Random(1), 8);
        await using var device = Create();
        await using var rows = device.Allocate(8);
        float[] vectors = [.. Enumerable.Repeat(vector, count).SelectMany(v => v)];
        await rows.AddAsync(vectors, Enumerable.Repeat(RowUses.Once(1), count).ToArray(), default);
        foreach (var ties in (IComparer<int>[])[Comparer<int>.Default, Comparer<int>.Create((a, b) => b.CompareTo(a))])
        {
            var query = new RowQuery { Vector = vector, Top = 10, Ties = ties };
            var expected = Enumerable.Range(0, count).Order(ties).Take(10).ToArray();
            var hits = await rows.TopAsync([.. Enumerable.Repeat(query, 6)], default);
            Assert.All(hits, h => Assert.Equal(expected, h.Select(r => r.Row)));
            Assert.All(hits, h => Assert.All(h, r => Assert.Equal(ExactScore.Dot(vector, vector), r.Score)));
            var thought = await rows.ThinkAsync(Thinking(query), default);
            Assert.Equal(expected, thought.Hits.Select(r => r.Row));
            Assert.Equal(Math.Log(count), thought.Entropy, 4);
        }
    }

    [Fact]
    public async Task The_best_row_is_found_though_16_bits_put_another_first()
    {
        // The first row's components round down to 1; the first of the second row rounds up.
        const float step = 1f / 128;
        float[] vectors = [1 + 0.49f * step, 1 + 0.49f * step, 1 + 0.51f * step, 1];
        Assert.Equal([1, 1, 1 + step, 1], vectors.Select(x => SplitFloat.Widen(SplitFloat.Upper(x))));
        await using var device = Create();
        await using var rows = await FilledAsync(device, 2, vectors, [RowUses.Once(1), RowUses.Once(1)]);
        var query = new RowQuery { Vector = new float[] { 1, 1 }, Top = 1, Ties = Comparer<int>.Default };
        Assert.Equal(0, Assert.Single(Assert.Single(await rows.TopAsync([query], default))).Row);
        Assert.Equal(0, Assert.Single((await rows.ThinkAsync(Thinking(query), default)).Hits).Row);
    }

    [Fact]
    public async Task Computations_run_side_by_side()
    {
        var c = new RowCase(7, RowKind.Unit, 33, 5000 / Smaller);
        await using var device = Create();
        var vectors = c.Vectors();
        await using var rows = await FilledAsync(device, c.Dimensions, vectors, c.Uses());
        var queries = c.Queries(8);
        var thinking = Thinking(queries[0]);
        var thought = await rows.ThinkAsync(thinking, default);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            await AssertTopAsync(rows, vectors, i % 2 == 0 ? queries : queries[..2]);
            Assert.Equal(thought.ReadOut, (await rows.ThinkAsync(thinking, default)).ReadOut);
        }));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused()
    {
        await using var device = Create();
        Assert.ThrowsAny<ArgumentException>(() => device.Allocate(0));
        await using var rows = await FilledAsync(device, 2, new float[140], [.. Enumerable.Repeat(RowUses.Once(1), 70)]);
        RowQuery Query(int dimensions = 2, int top = 1, int maskWords = 0) =>
            new() { Vector = new float[dimensions], Top = top, Mask = new ulong[maskWords], Ties = Comparer<int>.Default };
        foreach (var query in (RowQuery[])[Query(dimensions: 3), Query(top: 0), Query(maskWords: 1)])
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.TopAsync([Query(), query], default));
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.ThinkAsync(Thinking(query), default));
        }
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.AddAsync(new float[3], new RowUses[1], default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.ReplaceAsync(new[] { 70 }, new float[2], default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.ReplaceAsync(new[] { 0 }, new float[1], default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.SetUsesAsync(new[] { 0 }, default, default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.CompactAsync(new RowMove[] { new(70, 0) }, 1, default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.CompactAsync(default, 71, default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.ReadAsync(new[] { -1 }, new float[2], default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await rows.BaseLevelsAsync(1, 0.5, new float[69], default));
        Assert.Equal(70, rows.Count);
    }

    private static RowThinkQuery Thinking(RowQuery rows, double beta = 16, double weight = 16, double decay = 0.5) =>
        new() { Rows = rows, InverseTemperature = beta, SimilarityWeight = weight, Now = RowCase.Now, Decay = decay };

    private static async Task<IFabricRows> FilledAsync(IFabricDevice device, int dimensions, float[] vectors, RowUses[] uses)
    {
        var rows = device.Allocate(dimensions);
        await rows.AddAsync(vectors, uses, default);
        return rows;
    }

    private static async Task AssertTopAsync(IFabricRows rows, float[] vectors, IReadOnlyList<RowQuery> queries)
    {
        var found = await rows.TopAsync(queries, default);
        Assert.Equal(queries.Count, found.Count);
        for (var i = 0; i < queries.Count; i++) Assert.Equal(BruteForce.Top(vectors, queries[i]), found[i]);
    }
}
