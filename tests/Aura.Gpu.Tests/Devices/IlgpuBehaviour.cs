using Aura.Engine;
using Aura.Fabric.Gpu;
using Aura.Tests.Fabric;

namespace Aura.Gpu.Tests.Devices;

/// <summary>What is an ILGPU device's own.</summary>
public abstract class IlgpuBehaviour(string kind)
{
    [Fact]
    public async Task Rows_whose_scores_are_infinite_only_in_float32_are_found()
    {
        // A sum of the first eight products is infinite in float32, that of all is not.
        var c = new RowCase(1, RowKind.Unit, 24, 50);
        float[] vectors = [.. c.Vectors().Select((x, i) => x * 1e33f + (i % 24) switch { < 8 => -3e38f, < 16 => 2e38f, _ => 1e38f })];
        await using var device = TestDevice.Open(kind);
        await using var rows = await FilledAsync(device, c, vectors);
        foreach (var x in (float[])[0.2f, -0.2f])
        {
            var query = new RowQuery { Vector = Enumerable.Repeat(x, 24).ToArray(), Top = 30, Ties = Comparer<int>.Default };
            Assert.Equal(BruteForce.Top(vectors, query), Assert.Single(await rows.TopAsync([query], default)));
        }
    }

    [Fact]
    public async Task Base_levels_are_those_of_float64_to_the_last_bit_of_float32()
    {
        RowUses[] uses =
        [
            .. new RowCase(1, RowKind.Unit, 1, 300).Uses(), new(1e6, 1e6, 1e6, 1e6, 1_000_000), new(1e6 - 1e-4, 1e6, 1e6, 1e6 - 2e-5, long.MaxValue),
            RowUses.Once(-1e300), RowUses.Once(1e10),
        ];
        await using var device = TestDevice.Open(kind);
        await using var rows = device.Allocate(1);
        await rows.AddAsync(new float[uses.Length], uses, default);
        foreach (var decay in (double[])[0.5, 0.01, 0.99])
        {
            var levels = new float[uses.Length];
            await rows.BaseLevelsAsync(RowCase.Now, decay, levels, default);
            Assert.All(uses.Zip(levels), p =>
            {
                var level = BaseLevel.Of(p.First, RowCase.Now, decay);
                Assert.Equal(level, p.Second, 1.2e-7 * Math.Max(1, Math.Abs(level)));
            });
        }
    }

    [Fact]
    public async Task Answers_are_the_same_bits_each_time()
    {
        var c = new RowCase(2, RowKind.NearTies, 24, 150);
        await using var device = TestDevice.Open(kind);
        await using var rows = await FilledAsync(device, c, c.Vectors());
        var query = new RowThinkQuery { Rows = c.Queries(1)[0], InverseTemperature = 3, SimilarityWeight = 4, Now = RowCase.Now, Decay = 0.5 };

        var (first, second) = (await rows.ThinkAsync(query, default), await rows.ThinkAsync(query, default));

        Assert.Equal(first.ReadOut, second.ReadOut);
        Assert.Equal(first.Entropy, second.Entropy);
        Assert.Equal(first.Hits, second.Hits);
    }

    [Fact]
    public async Task Fabrics_that_are_computed_on_at_once_keep_their_rows_apart()
    {
        await using var device = TestDevice.Open(kind);
        await Task.WhenAll(Enumerable.Range(1, 4).Select(async i =>
        {
            var c = new RowCase(i, RowKind.Unit, 8 * i, 40 * i);
            var (vectors, queries) = (c.Vectors(), c.Queries(6));
            await using var rows = await FilledAsync(device, c, vectors);
            var found = await rows.TopAsync(queries, default);
            Assert.Equal(queries.Select(q => BruteForce.Top(vectors, q)), found);
        }));
    }

    [Fact]
    public async Task Closing_waits_for_what_was_begun_and_refuses_what_comes_later()
    {
        var c = new RowCase(3, RowKind.Unit, 24, 100);
        var device = TestDevice.Open(kind);
        var rows = await FilledAsync(device, c, c.Vectors());
        var closed = await FilledAsync(device, c, c.Vectors());
        await closed.DisposeAsync();
        var query = c.Queries(1)[0];

        var begun = rows.TopAsync([query], default).AsTask();
        await device.DisposeAsync();

        Assert.Equal(BruteForce.Top(c.Vectors(), query), Assert.Single(await begun));
        foreach (var later in (IFabricRows[])[rows, closed]) await Assert.ThrowsAsync<ObjectDisposedException>(() => later.TopAsync([query], default).AsTask());
        await rows.DisposeAsync();
        await device.DisposeAsync();
    }

    private static async Task<IFabricRows> FilledAsync(IlgpuFabricDevice device, RowCase c, float[] vectors)
    {
        var rows = device.Allocate(c.Dimensions);
        await rows.AddAsync(vectors, c.Uses(), default);
        return rows;
    }
}
