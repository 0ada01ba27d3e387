using Aura.Testing;

namespace Aura.Benchmarks;

/// <summary>What possible futures cost.</summary>
internal static class FuturesBenchmark
{
    private const double ForkTarget = 1.2;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        var results = new List<Measurement>();
        using var folder = new TemporaryFolder();
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        foreach (var (name, store) in ((string, string)[])[("PostgreSQL", "postgres:" + database), ("SQLite", $"sqlite:{folder.File("aura.db")}")])
        {
            results.Add(await ForkFigures.KeepingAsync(name, store));
            results.Add(await ForkFigures.ReadingAsync(name, store));
            results.Add(await ForkFigures.OpeningAsync(name, store, ForkTarget));
        }
        results.AddRange(await SpeculationFigures.RunAsync());
        results.AddRange(await MergeFigures.RunAsync());
        return results;
    }
}
