using System.Diagnostics;
using Aura.Client;
using Aura.Storage;
using Aura.Testing;

namespace Aura.Benchmarks.Cluster;

/// <summary>How fast agents are as grains: silos as processes on PostgreSQL, this process the client.</summary>
internal static class ClusterBenchmark
{
    private const int Rounds = 5;
    private const int Agents = 512;
    private const int Saves = 40;
    private const int Silos = 3;

    private static readonly string Payload = TypicalState.Payload.ToString();

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        await using var server = await PostgresServer.StartAsync();
        var results = new List<Measurement>();
        var one = await server.CreateDatabaseAsync();
        double saves;
        await using (await SiloAsync(one))
        await using (var client = await ClusterClient.ConnectAsync(one))
        {
            var (save, stock, head, empty) = await OneSiloAsync(client);
            saves = save;
            results.Add(Measurement.AtLeast($"save, {Agents} agents, one silo", save, "saves/s", "WriteStateAsync", stock, 10));
            results.Add(Measurement.AtLeast($"head read, {Agents} agents, one silo", head, "reads/s", "empty call", empty, 0.8));
        }
        results.AddRange(await RecoveryAsync(server, one));

        var three = await server.CreateDatabaseAsync();
        await using (await SiloAsync(three))
        await using (await SiloAsync(three))
        await using (var last = await SiloAsync(three))
        await using (var client = await ClusterClient.ConnectAsync(three))
        {
            // With the rounds that do not count, so that each silo has made as many saves as the one had.
            await SaveAsync(client, Silos * Benchmarks.Rounds.WarmUps * Saves);
            var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds, () => SaveAsync(client, Saves));
            results.Add(Measurement.Beside($"save, {Agents} agents, three silos", Agents * Saves / seconds[0], "saves/s", "one silo", saves));
            results.Add(Measurement.Within("outage after a silo's SIGKILL", await OutageAsync(client, last), "s", 15));
        }
        return results;
    }

    private static Task<SiloProcess> SiloAsync(string database)
    {
        // This program, the client, has .NET's default collector; its silos have that of Aura.Silo, which is a web application.
        Environment.SetEnvironmentVariable("DOTNET_gcServer", "1");
        return SiloProcess.StartAsync(typeof(ClusterBenchmark).Assembly.Location, "postgres:" + database);
    }

    private static async Task<(double Save, double Stock, double Head, double Empty)> OneSiloAsync(ClusterClient client)
    {
        const int stockSaves = 4, reads = 200;
        await SaveAsync(client, Saves);
        // Apart and first, so that the database is not still busy with what the stock grain has written.
        var calls = await Benchmarks.Rounds.MedianSecondsAsync(3 * Rounds,
            () => ReadAsync(client, reads),
            () => EachAsync(reads, i => client.Grains.GetGrain<IStockGrain>($"agent-{i}"), (grain, _) => grain.EmptyAsync()));
        var writes = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            () => SaveAsync(client, Saves),
            () => EachAsync(stockSaves, i => client.Grains.GetGrain<IStockGrain>($"agent-{i}"), (grain, _) => new ValueTask(grain.SaveAsync(Payload))));
        return (Agents * Saves / writes[0], Agents * stockSaves / writes[1], Agents * reads / calls[0], Agents * reads / calls[1]);
    }

    private static Task SaveAsync(ClusterClient client, int each) => EachAsync(each, i => client.Aura.Agent($"agent-{i}"),
        async (agent, _) => await agent.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context));

    private static Task ReadAsync(ClusterClient client, int each) => Task.WhenAll(Enumerable.Range(0, Agents).Select(async i =>
    {
        var agent = client.Aura.Agent($"agent-{i}");
        for (var n = 0; n < each; n++)
        {
            if (await agent.LoadAsync() is null) throw new InvalidOperationException("An agent is missing.");
        }
    }));

    // As many callers as agents, each with an agent of its own and one call at a time.
    private static Task EachAsync<T>(int each, Func<int, T> target, Func<T, int, ValueTask> call) =>
        Task.WhenAll(Enumerable.Range(0, Agents).Select(async i =>
        {
            var its = target(i);
            for (var n = 0; n < each; n++) await call(its, n);
        }));

    // A silo that has just begun and has no line in memory, asked for agents with long histories.
    private static async Task<IEnumerable<Measurement>> RecoveryAsync(PostgresServer server, string database)
    {
        const int agents = 20, states = 10_000;
        await using (var writer = await AuraClient.OpenAsync("postgres:" + database))
        {
            await Task.WhenAll(Enumerable.Range(0, agents).Select(async i =>
            {
                var agent = writer.Agent($"long-{i}");
                for (var n = 0; n < states; n++) await agent.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
            }));
        }
        await using var silo = await SiloAsync(database);
        await using var client = await ClusterClient.ConnectAsync(database);
        for (var i = 0; i < Agents; i++) await client.Aura.Agent($"agent-{i}").LoadAsync();
        var milliseconds = new List<double>();
        for (var i = 0; i < agents; i++)
        {
            var clock = Stopwatch.StartNew();
            if ((await client.Aura.Agent($"long-{i}").LoadAsync())?.Version != states) throw new InvalidOperationException("States are missing.");
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }
        return [
            Measurement.Within($"recovery of an agent of {states:N0} states, median of {agents}", Benchmarks.Rounds.Median(milliseconds), "ms", 100),
            Measurement.Within($"recovery of an agent of {states:N0} states, slowest of {agents}", milliseconds.Max(), "ms", 100),
        ];
    }

    // Each agent's caller goes on saving, whatever fails, until its saves have succeeded for a while after the kill; what counts is the
    // longest time that any of them was without one.
    private static async Task<double> OutageAsync(ClusterClient client, SiloProcess victim)
    {
        var calm = TimeSpan.FromSeconds(20);
        var clock = Stopwatch.StartNew();
        var killed = new TaskCompletionSource<TimeSpan>();
        var callers = Enumerable.Range(0, Agents).Select(async i =>
        {
            var agent = client.Aura.Agent($"agent-{i}");
            var (last, longest) = (clock.Elapsed, TimeSpan.Zero);
            while (!killed.Task.IsCompletedSuccessfully || clock.Elapsed - await killed.Task < calm)
            {
                try
                {
                    await agent.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
                    longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (clock.Elapsed - last).Ticks));
                    last = clock.Elapsed;
                }
                catch (Exception e) when (e is OrleansException or TimeoutException or AuraException)
                {
                    // What is measured is when it ends.
                }
            }
            return TimeSpan.FromTicks(Math.Max(longest.Ticks, (clock.Elapsed - last).Ticks));
        }).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await victim.KillAsync();
        killed.SetResult(clock.Elapsed);
        return (await Task.WhenAll(callers)).Max().TotalSeconds;
    }
}
