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
        await OnPostgresAsync(async (aura, plain) => results.Add(await LatencyAsync(aura, plain)));
        foreach (var (writers, appends) in ((int, int)[])[(64, 20_480), (512, 81_920), (4096, 81_920)])
            await OnPostgresAsync(async (aura, plain) => results.AddRange(await PostgresAsync(aura, plain, writers, appends)));
        results.Add(await SqliteAsync(512, 40_960));
        return results;
    }

    // A server of its own for each: none is measured while the server still writes out what the one before has left.
    private static async Task OnPostgresAsync(Func<IAura, PlainPostgres, Task> measure)
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await using var aura = await AuraClient.OpenAsync("postgres:" + database);
        await aura.StatisticsAsync();
        await using var plain = await PlainPostgres.OpenAsync(database);
        await plain.FillLogAsync();
        await measure(aura, plain);
    }

    private static async Task<Measurement> LatencyAsync(IAura aura, PlainPostgres plain)
    {
        const int appends = 4000;
        var round = 0;
        await using var lone = await plain.ConnectAsync();
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            () => SaveAsync(aura, "lone-", 1, appends),
            async () =>
            {
                for (var i = 1; i <= appends; i++) await plain.InsertAsync(lone, -1, round * appends + i);
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
        var (inserted, copied) = (writers * 10_000L, writers * 1_000_000L);
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            () => SaveAsync(aura, $"{writers}-", writers, each),
            () => Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
            {
                for (var i = 1; i <= plainEach; i++) await plain.InsertAsync(inserted + writer, round * plainEach + i);
            })),
            async () =>
            {
                await plain.CopyAsync(copied, writers, round * each + 1, each);
                round++;
            });
        var (ours, insertRate, copyRate) = (writers * each / seconds[0], writers * plainEach / seconds[1], writers * each / seconds[2]);
        var name = $"append, PostgreSQL, {writers} writers";
        return
        [
            writers >= 512
                ? Measurement.AtLeast(name, ours, "appends/s", "plain INSERT", insertRate, 10)
                : Measurement.Beside(name, ours, "appends/s", "plain INSERT", insertRate),
            writers >= 4096
                ? Measurement.AtLeast(name, ours, "appends/s", "one COPY", copyRate, 0.5)
                : Measurement.Beside(name, ours, "appends/s", "one COPY", copyRate),
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
            () => SaveAsync(aura, $"{writers}-", writers, each),
            () =>
            {
                for (var i = 0; i < plainAppends; i++) plain.Insert(i % writers, round * plainAppends + i / writers + 1);
                round++;
                return Task.CompletedTask;
            });
        return Measurement.AtLeast(
            $"append, SQLite, {writers} writers", writers * each / seconds[0], "appends/s", "one transaction each", plainAppends / seconds[1], 10);
    }

    // The same agents in every round: after the first, which warms up, their heads are in memory.
    private static Task SaveAsync(IAura aura, string prefix, int writers, int each) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            var agent = aura.Agent($"{prefix}{writer}");
            for (var i = 0; i < each; i++) await agent.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
        }));
}
