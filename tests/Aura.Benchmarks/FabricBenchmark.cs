using Aura.Engine;
using Aura.Testing;

namespace Aura.Benchmarks;

/// <summary>What it costs to recall and to think on the CPU, beside what reading the same rows costs at least.</summary>
internal static class FabricBenchmark
{
    private const int Dimensions = 768;
    private const int Rows = 1_000_000;
    private const int FewRows = 100_000;
    private const int Batch = 32;
    private const int Top = 10;
    private const int Rounds = 7;
    private const int PostgresRounds = 3;
    private const double Now = 1.8e9;

    public static async Task<IReadOnlyList<Measurement>> RunAsync() => [.. await ScansAsync(), .. await LifeFigures.RunAsync()];

    private static async Task<IReadOnlyList<Measurement>> ScansAsync()
    {
        var vectors = GC.AllocateUninitializedArray<float>(Rows * Dimensions);
        UnitVectors.Fill(vectors, Dimensions);
        var queries = Queries();
        await using var device = new CpuFabricDevice();
        return [.. await ManyRowsAsync(device, vectors, queries), await FewRowsAsync(device, vectors[..(FewRows * Dimensions)], queries[0])];
    }

    private static async Task<IReadOnlyList<Measurement>> ManyRowsAsync(CpuFabricDevice device, float[] vectors, RowQuery[] queries)
    {
        await using var rows = await FillAsync(device, vectors);
        var thinking = new RowThinkQuery { Rows = queries[0], InverseTemperature = 16, SimilarityWeight = 16, Now = Now, Decay = 0.5 };
        var levels = new float[Rows];
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(
            Rounds,
            () => MemoryReading.SumAsync(vectors),
            async () => await rows.TopAsync(queries[..1], default),
            async () =>
            {
                foreach (var query in queries) await rows.TopAsync([query], default);
            },
            async () => await rows.TopAsync(queries, default),
            async () => await rows.ThinkAsync(thinking, default),
            async () => await rows.BaseLevelsAsync(Now, 0.5, levels, default));
        var (reading, recall, single, batch, think, levelling) = (seconds[0], seconds[1], seconds[2], seconds[3], seconds[4], seconds[5]);
        return
        [
            new Measurement($"memory read by a plain sum, {device.Name}", sizeof(float) * (double)vectors.Length / reading / 1e9, "GB/s"),
            Measurement.AtLeast($"exact top-{Top} of {Rows:N0} rows", 1 / recall, "recalls/s", "reading them as float32", 1 / reading, 1.7),
            Measurement.AtLeast($"{Batch} queries at once", Batch / batch, "queries/s", "one by one", Batch / single, 6),
            Measurement.AtMost($"think among {Rows:N0} rows", 1000 * think, "ms", "recall", 1000 * recall, 1.5),
            Measurement.Beside($"base levels of {Rows:N0} rows", 1000 * levelling, "ms", "recall", 1000 * recall),
        ];
    }

    private static async Task<Measurement> FewRowsAsync(CpuFabricDevice device, float[] vectors, RowQuery query)
    {
        await using var server = await PostgresServer.StartAsync();
        await using var peer = await PostgresVectors.CreateAsync(await server.CreateDatabaseAsync(), vectors, Dimensions);
        await using var rows = await FillAsync(device, vectors);
        IReadOnlyList<int> found = [], expected = [];
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(
            PostgresRounds,
            async () => found = [.. (await rows.TopAsync([query], default))[0].Select(h => h.Row)],
            async () => expected = await peer.TopAsync(query.Vector.ToArray(), Top));
        // PostgreSQL adds up in float4, so that neighbours of nearly the same score may change places.
        if (found.Intersect(expected).Count() < Top - 1) throw new InvalidOperationException("PostgreSQL finds other rows.");
        return Measurement.AtLeast(
            $"exact top-{Top} of {FewRows:N0} rows", 1 / seconds[0], "recalls/s", "PostgreSQL over float4[]", 1 / seconds[1], 100);
    }

    private static RowQuery[] Queries()
    {
        var vectors = new float[Batch * Dimensions];
        // Other vectors than the rows: theirs in reverse.
        UnitVectors.Fill(vectors, Dimensions);
        Array.Reverse(vectors);
        return [.. Enumerable.Range(0, Batch).Select(i => new RowQuery
        {
            Vector = vectors.AsMemory(i * Dimensions, Dimensions), Top = Top, Ties = Comparer<int>.Default,
        })];
    }

    private static async Task<IFabricRows> FillAsync(CpuFabricDevice device, float[] vectors)
    {
        // Half of the memories were used but once, the others up to ten times in the last four months.
        var random = new Random(1);
        var uses = new RowUses[vectors.Length / Dimensions];
        foreach (ref var use in uses.AsSpan())
        {
            use = RowUses.Once(Now - 1e7 * random.NextDouble());
            for (var more = random.Next(2) * random.Next(1, 10); more > 0; more--) use = use.And(use.Last + (Now - use.Last) * random.NextDouble());
        }
        var rows = device.Allocate(Dimensions);
        await rows.AddAsync(vectors, uses, default);
        return rows;
    }
}
