using Aura.Engine;
using Aura.Tests.Properties;

namespace Aura.Tests.Fabric;

public abstract partial class FabricDeviceConformance
{
    private static readonly RowKind[] Finite = [RowKind.Unit, RowKind.Copies, RowKind.NearTies, RowKind.Subnormal, RowKind.Sparse];

    [Fact]
    public async Task A_thought_is_a_brute_forces() => await Property.HoldsAsync(RowCase.Any(Finite), Cases, async c =>
    {
        await using var device = Create();
        var (vectors, uses, random) = (c.Vectors(), c.Uses(), new Random(c.Seed));
        await using var rows = await FilledAsync(device, c.Dimensions, vectors, uses);
        foreach (var query in c.Queries(3))
        {
            var beta = random.Next(4) switch { 0 => 0.1, 1 => 16, 2 => 300, _ => 10_000 };
            var weight = random.Next(4) switch { 0 => 0, 1 => 1000, _ => 16 };
            var thinking = Thinking(query, beta, weight, random.Next(3) switch { 0 => 0.2, 1 => 0.9, _ => 0.5 });
            var thought = await rows.ThinkAsync(thinking, default);
            Assert.Equal(BruteForce.Active(vectors, uses, thinking), thought.Hits);
            Assert.Equal(Enumerable.Range(0, c.Rows).Count(query.Counts), thought.Rows);
            AssertReadOut(vectors, thinking, thought);
        }
    });

    [Fact]
    public async Task Huge_rows_do_not_make_a_thought_infinite()
    {
        var c = new RowCase(5, RowKind.Unit, 7, 50);
        float[] vectors = [.. c.Vectors().Select((x, i) => i % 5 == 0 ? 0 : x * 1e12f)];
        await using var device = Create();
        await using var rows = await FilledAsync(device, 7, vectors, c.Uses());
        var thinking = Thinking(c.Queries(1)[0], beta: 10_000, weight: 1000);
        var thought = await rows.ThinkAsync(thinking, default);
        Assert.Equal(BruteForce.Active(vectors, c.Uses(), thinking), thought.Hits);
        Assert.All(thought.ReadOut, x => Assert.True(float.IsFinite(x)));
        Assert.InRange(thought.Entropy, 0, 1e-3);
    }

    [Fact]
    public async Task Rows_that_are_gone_leave_nothing_in_a_thought()
    {
        var c = new RowCase(9, RowKind.Unit, 7, 5);
        float[] vectors = [.. c.Vectors(), .. Enumerable.Repeat(float.MaxValue, 3 * 7)];
        await using var device = Create();
        await using var rows = await FilledAsync(device, 7, vectors, [.. c.Uses(), .. new RowUses[3]]);
        await rows.CompactAsync(default, 5, default);
        var thinking = Thinking(c.Queries(1, masked: false)[0]);
        var thought = await rows.ThinkAsync(thinking, default);
        Assert.Equal(BruteForce.Active(c.Vectors(), c.Uses(), thinking), thought.Hits);
        AssertReadOut(c.Vectors(), thinking, thought);
    }

    [Fact]
    public async Task Without_rows_nothing_is_found_and_nothing_read_out()
    {
        await using var device = Create();
        await using var rows = device.Allocate(3);
        var query = new RowQuery { Vector = new float[] { 1, 0, 0 }, Top = 5, Ties = Comparer<int>.Default };
        Assert.Empty(await rows.TopAsync([], default));
        Assert.Empty(Assert.Single(await rows.TopAsync([query], default)));
        var thought = await rows.ThinkAsync(Thinking(query), default);
        Assert.Empty(thought.Hits);
        Assert.Equal(new float[3], thought.ReadOut);
        Assert.Equal((0, 0L), (thought.Entropy, thought.Rows));
        await rows.BaseLevelsAsync(1, 0.5, default, default);
    }

    [Fact]
    public async Task Base_levels_are_the_rows_own() => await Property.HoldsAsync(RowCase.Any(RowKind.Sparse), Cases, async c =>
    {
        await using var device = Create();
        var uses = c.Uses();
        await using var rows = await FilledAsync(device, c.Dimensions, c.Vectors(), uses);
        foreach (var decay in (double[])[0.5, 0.1, 0.95])
        {
            var levels = new float[c.Rows];
            await rows.BaseLevelsAsync(RowCase.Now, decay, levels, default);
            Assert.All(uses.Zip(levels), p =>
            {
                var level = BaseLevel.Of(p.First, RowCase.Now, decay);
                Assert.Equal(level, p.Second, 2e-6 * Math.Max(1, Math.Abs(level)));
            });
        }
    });

    // A scan's scores are off by γ_n at most, and so a weight by a factor of e^(2β γ_n); the sums in float32 by γ of the rows and a few ulps more.
    private static void AssertReadOut(float[] vectors, RowThinkQuery query, RowThought thought)
    {
        var (readOut, entropy) = BruteForce.ReadOut(vectors, query);
        var (n, unit) = (query.Rows.Vector.Length, 1.0 / (1 << 24));
        var relative = Math.Exp(2 * query.InverseTemperature * 1.1 * (n + 2) * unit) - 1 + (thought.Rows + 64) * unit;
        Assert.All(readOut.Zip(thought.ReadOut), p => Assert.Equal(p.First, p.Second, 1.01 * relative));
        Assert.Equal(entropy, thought.Entropy, relative * (8 + Math.Log(thought.Rows + 1)));
    }
}
