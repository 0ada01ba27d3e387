using Aura.Client;
using Aura.Testing;
using Npgsql;

namespace Aura.Benchmarks;

/// <summary>How fast what is stored comes back.</summary>
internal static class RecoveryBenchmark
{
    private const int Rounds = 5;
    private const int Long = 100_000;
    private const double StatesPerSecond = 200_000;

    // What two equal measurements differ by on a machine that is not idle.
    private const double SameCost = 1.15;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        var results = new List<Measurement>();
        using var folder = new TemporaryFolder();
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        foreach (var (name, store) in ((string, string)[])[("PostgreSQL", "postgres:" + database), ("SQLite", $"sqlite:{folder.File("aura.db")}")])
        {
            await LongLines.FillAsync(store, "long", Long);
            results.Add(await HistoryAsync(name, store));
            results.Add(await ForkFigures.OpeningAsync(name, store, SameCost));
        }
        results.Add(await HeadAsync(database));
        return results;
    }

    // Read by a client that has nothing in memory yet.
    private static async Task<Measurement> HistoryAsync(string name, string store)
    {
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds, async () =>
        {
            await using var aura = await AuraClient.OpenAsync(store);
            long next = 1;
            await foreach (var state in aura.Agent("long").HistoryAsync())
            {
                if (state.Version != next++ || state.Payload is null) throw new InvalidOperationException("The history has a gap.");
            }
            if (next != Long + 1) throw new InvalidOperationException("The history is not whole.");
        });
        var rate = Long / seconds[0];
        return new Measurement($"history of {Long:N0} states, {name}", rate, "states/s", Target: $"at least {StatesPerSecond:N0}", Holds: rate >= StatesPerSecond);
    }

    private static async Task<Measurement> HeadAsync(string database)
    {
        const int reads = 1_000_000;
        const int pointReads = 2_000;
        await using var aura = await AuraClient.OpenAsync("postgres:" + database);
        var agent = aura.Agent("long");
        var head = await agent.LoadAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT * FROM aura.states WHERE id = $1", connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = head!.Id.Value } } };
        await command.PrepareAsync();
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            async () =>
            {
                for (var i = 0; i < reads; i++) await agent.LoadAsync();
            },
            async () =>
            {
                for (var i = 0; i < pointReads; i++)
                {
                    await using var reader = await command.ExecuteReaderAsync();
                    if (!await reader.ReadAsync()) throw new InvalidOperationException("The head is not there.");
                }
            });
        return Measurement.AtLeast("head of a loaded agent", reads / seconds[0], "reads/s", "PostgreSQL point read", pointReads / seconds[1], 100);
    }
}
