using Aura.Engine;
using Aura.Tests.Properties;

namespace Aura.Tests.Fabric;

public abstract partial class FabricDeviceConformance
{
    [Fact]
    public async Task Rows_come_back_bit_by_bit_whatever_is_done_to_them() => await Property.HoldsAsync(RowCase.Any(Kinds), Cases, async c =>
    {
        await using var device = Create();
        await using var rows = device.Allocate(c.Dimensions);
        var model = new List<(float[] Vector, RowUses Uses)>();
        var random = new Random(c.Seed);
        for (var step = 0; step < 8; step++)
        {
            var part = c with { Seed = c.Seed + step, Rows = c.Rows / 2 };
            (float[], RowUses)[] fresh = [.. part.Vectors().Chunk(c.Dimensions).Zip(part.Uses())];
            switch (random.Next(4))
            {
                case 0 when model.Count > 0:
                    await ReplaceAsync(rows, model, fresh, random);
                    break;
                case 1 when model.Count > 0:
                    await CompactAsync(rows, model, random);
                    break;
                default:
                    await rows.AddAsync(Vectors(fresh), fresh.Select(f => f.Item2).ToArray(), default);
                    model.AddRange(fresh);
                    break;
            }
            await AssertRowsAsync(rows, model);
        }
        var vectors = Vectors(model);
        await AssertTopAsync(rows, vectors, (c with { Rows = model.Count }).Queries(2));
        var levels = new float[model.Count];
        await rows.BaseLevelsAsync(RowCase.Now, 0.5, levels, default);
        Assert.All(model.Zip(levels), p => Assert.Equal(BaseLevel.Of(p.First.Uses, RowCase.Now, 0.5), p.Second, 1e-4));
    });

    [Fact]
    public async Task Long_rows_are_kept_and_found()
    {
        var c = new RowCase(3, RowKind.Unit, 8192, 300 / Smaller);
        await using var device = Create();
        var vectors = c.Vectors();
        await using var rows = await FilledAsync(device, c.Dimensions, vectors, c.Uses());
        await AssertTopAsync(rows, vectors, c.Queries(7));
        var thinking = Thinking(c.Queries(1)[0]);
        var thought = await rows.ThinkAsync(thinking, default);
        Assert.Equal(BruteForce.Active(vectors, c.Uses(), thinking), thought.Hits);
        AssertReadOut(vectors, thinking, thought);
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_is_refused_and_nothing_is_added()
    {
        long bytes;
        await using (var measure = Create())
        {
            await using var one = await FilledAsync(measure, 64, new float[64], [RowUses.Once(1)]);
            bytes = one.Bytes;
        }
        await using var device = Create(2 * bytes);
        Assert.Equal(2 * bytes, device.Capacity);
        await using var rows = await FilledAsync(device, 64, new float[64], [RowUses.Once(1)]);
        await using var others = await FilledAsync(device, 64, new float[64], [RowUses.Once(1)]);
        const int many = 30_000;
        var refused = await Assert.ThrowsAsync<OutOfDeviceMemoryException>(
            async () => await rows.AddAsync(new float[64 * many], new RowUses[many], default));
        Assert.Contains("bytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal((1, bytes), (rows.Count, rows.Bytes));
        await using var third = device.Allocate(64);
        await Assert.ThrowsAsync<OutOfDeviceMemoryException>(async () => await third.AddAsync(new float[64], new RowUses[1], default));
        Assert.Equal((0, 0L), (third.Count, third.Bytes));
        await others.DisposeAsync();
        await third.AddAsync(new float[64], new RowUses[1], default);
        Assert.Equal(1, third.Count);
    }

    [Fact]
    public async Task What_is_given_up_changes_nothing()
    {
        await using var device = Create();
        await using var rows = await FilledAsync(device, 2, [1, 0], [RowUses.Once(1)]);
        var given = new CancellationToken(canceled: true);
        var query = new RowQuery { Vector = new float[] { 1, 0 }, Top = 1, Ties = Comparer<int>.Default };
        Func<Task>[] calls =
        [
            async () => await rows.AddAsync(new float[2], new RowUses[1], given),
            async () => await rows.ReplaceAsync(new[] { 0 }, new float[2], given),
            async () => await rows.SetUsesAsync(new[] { 0 }, new RowUses[1], given),
            async () => await rows.CompactAsync(default, 0, given),
            async () => await rows.ReadAsync(new[] { 0 }, new float[2], given),
            async () => await rows.TopAsync([query], given),
            async () => await rows.ThinkAsync(Thinking(query), given),
            async () => await rows.BaseLevelsAsync(1, 0.5, new float[1], given),
        ];
        foreach (var call in calls) await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        await AssertRowsAsync(rows, [([1, 0], RowUses.Once(1))]);
        Assert.Equal(1, Assert.Single(Assert.Single(await rows.TopAsync([query], default))).Score);
    }

    private static async Task ReplaceAsync(
        IFabricRows rows, List<(float[] Vector, RowUses Uses)> model, (float[] Vector, RowUses Uses)[] fresh, Random random)
    {
        var order = Enumerable.Range(0, model.Count).ToArray();
        random.Shuffle(order);
        var changed = order[..Math.Min(order.Length, fresh.Length)];
        var used = order[^changed.Length..];
        await rows.ReplaceAsync(changed, Vectors(fresh[..changed.Length]), default);
        for (var i = 0; i < changed.Length; i++) model[changed[i]] = (fresh[i].Vector, model[changed[i]].Uses);
        await rows.SetUsesAsync(used, fresh[..used.Length].Select(f => f.Uses).ToArray(), default);
        for (var i = 0; i < used.Length; i++) model[used[i]] = (model[used[i]].Vector, fresh[i].Uses);
    }

    private static async Task CompactAsync(IFabricRows rows, List<(float[] Vector, RowUses Uses)> model, Random random)
    {
        // Also such that copy what was copied.
        var moves = Enumerable.Range(0, random.Next(20)).Select(_ => new RowMove(random.Next(model.Count), random.Next(model.Count))).ToArray();
        var count = random.Next(model.Count + 1);
        await rows.CompactAsync(moves, count, default);
        foreach (var move in moves) model[move.To] = model[move.From];
        model.RemoveRange(count, model.Count - count);
    }

    private static async Task AssertRowsAsync(IFabricRows rows, IReadOnlyList<(float[] Vector, RowUses Uses)> model)
    {
        Assert.Equal(model.Count, rows.Count);
        var read = new float[model.Count * rows.Dimensions];
        await rows.ReadAsync(Enumerable.Range(0, model.Count).ToArray(), read, default);
        Assert.True(read.Select(BitConverter.SingleToInt32Bits).SequenceEqual(Vectors(model).Select(BitConverter.SingleToInt32Bits)));
    }

    private static float[] Vectors(IEnumerable<(float[] Vector, RowUses Uses)> rows) => [.. rows.SelectMany(r => r.Vector)];
}
