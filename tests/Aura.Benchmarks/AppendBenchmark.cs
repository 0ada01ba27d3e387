using Aura.Client;
using Aura.Testing;

namespace Aura.Benchmarks;

/// <summary>How fast states become durable.</summary>
internal static class AppendBenchmark
{
    private const int Rounds = 5;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        var results = new List<Measurement>();
        await using (var server = await PostgresServer.StartAsync())
        {
            var database = await server.CreateDatabaseAsync();
            await using var aura = await AuraClient.OpenAsync("postgres:" + database);
            await aura.StatisticsAsync();
            await using var plain = await PlainPostgres.OpenAsync(database);
            results.Add(await LatencyAsync(aura, plain));
            foreach (var (writers, appends) in ((int, int)[])[(64, 20_000), (512, 40_000), (4096, 81_920)])
                results.AddRange(await PostgresAsync(aura, plain, writers, appends));
        }
        results.Add(await SqliteAsync(512, 40_960));
        return results;
    }

    private static async Task<Measurement> LatencyAsync(IAura aura, PlainPostgres plain)
    {
        const int appends = 1000;
        var round = 0;
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            () => SaveAsync(aura, $"lone-{round}-", 1, appends),
            async () =>
            {
                for (long version = 1; version <= appends; version++) await plain.InsertAsync(-1 - round, version);
                round++;
            });
        return Measurement.AtMost(
            "append, PostgreSQL, 1 writer", seconds[0] / appends * 1e6, "µs", "plain INSERT", seconds[1] / appends * 1e6, 1.3);
    }

    private static async Task<IEnumerable<Measurement>> PostgresAsync(IAura aura, PlainPostgres plain, int writers, int appends)
    {
        var each = appends / writers;
        // The plain INSERT is slow enough for a tenth of the appends to tell.
        var plainEach = Math.Max(1, each / 10);
        var round = 0;
        // Lines that no other contender writes to: the count of writers and of rounds keeps them apart.
        long FirstLine(int contender) => ((writers * 100L + round) * 2 + contender) * 10_000;
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            () => SaveAsync(aura, $"{writers}-{round}-", writers, each),
            () => Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
            {
                for (long version = 1; version <= plainEach; version++) await plain.InsertAsync(FirstLine(0) + writer, version);
            })),
            async () =>
            {
                await plain.CopyAsync(FirstLine(1), writers, each);
                round++;
            });
        var (ours, inserts, copied) = (writers * each / seconds[0], writers * plainEach / seconds[1], writers * each / seconds[2]);
        var name = $"append, PostgreSQL, {writers} writers";
        return
        [
            writers >= 512
                ? Measurement.AtLeast(name, ours, "appends/s", "plain INSERT", inserts, 10)
                : Measurement.Beside(name, ours, "appends/s", "plain INSERT", inserts),
            writers >= 4096
                ? Measurement.AtLeast(name, ours, "appends/s", "one COPY", copied, 0.5)
                : Measurement.Beside(name, ours, "appends/s", "one COPY", copied),
        ];
    }

    private static async Task<Measurement> SqliteAsync(int writers, int appends)
    {
        var each = appends / writers;
        var plainAppends = appends / 10;
        using var folder = new TemporaryFolder();
        await using var aura = await AuraClient.OpenAsync($"sqlite:{folder.File("aura.db")}");
        await using (await AuraClient.OpenAsync($"sqlite:{folder.File("plain.db")}"))
        {
        }
        using var plain = new PlainSqlite(folder.File("plain.db"));
        var round = 0;
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            () => SaveAsync(aura, $"{writers}-{round}-", writers, each),
            () =>
            {
                for (var i = 0; i < plainAppends; i++) plain.Insert(round * writers + i % writers, i / writers + 1);
                round++;
                return Task.CompletedTask;
            });
        return Measurement.AtLeast(
            $"append, SQLite, {writers} writers", writers * each / seconds[0], "appends/s", "one transaction each", plainAppends / seconds[1], 10);
    }

    private static Task SaveAsync(IAura aura, string prefix, int writers, int each) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            var agent = aura.Agent($"{prefix}{writer}");
            for (var i = 0; i < each; i++) await agent.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
        }));
}
