using Aura.Client;

namespace Aura.Benchmarks;

/// <summary>What branches cost: to open, to keep, and to read through.</summary>
internal static class ForkFigures
{
    private const int Rounds = 11;
    private const int VeryLong = 1_000_000;
    private const int Short = 10;
    private const int Generations = 100;

    /// <summary>Opens branches on a very long line and on a short one.</summary>
    public static async Task<Measurement> OpeningAsync(string name, string store, double target)
    {
        const int branches = 200;
        await LongLines.FillAsync(store, "very-long", VeryLong);
        await LongLines.FillAsync(store, "short", Short);
        await using var aura = await AuraClient.OpenAsync(store);
        var round = 0;
        Task ForkAsync(string agent) => Task.Run(async () =>
        {
            for (var i = 0; i < branches; i++) await aura.Agent(agent).CreateBranchAsync($"branch-{round}-{i}");
        });
        await aura.Agent("very-long").LoadAsync();
        await aura.Agent("short").LoadAsync();
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            () => ForkAsync("very-long"),
            async () =>
            {
                await ForkAsync("short");
                round++;
            });
        return Measurement.AtMost(
            $"branch of a line of {VeryLong:N0} states, {name}", seconds[0] / branches * 1e6, "µs", $"of a line of {Short}", seconds[1] / branches * 1e6, target);
    }

    /// <summary>What a thousand branches of one agent take in the store, without states of their own.</summary>
    public static async Task<Measurement> KeepingAsync(string name, string store)
    {
        const int branches = 1_000;
        await using var aura = await AuraClient.OpenAsync(store);
        var agent = aura.Agent("forked");
        await agent.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
        var before = (await aura.StatisticsAsync()).Bytes;
        for (var i = 0; i < branches; i++) await agent.CreateBranchAsync($"future-{i}");
        var kilobytes = ((await aura.StatisticsAsync()).Bytes - before) / 1e3 / (branches / 100);
        return new Measurement($"100 of {branches:N0} branches of one agent, {name}", kilobytes, "KB", Target: "under 50", Holds: kilobytes < 50);
    }

    /// <summary>Loads an old state through a branch of a branch of a branch, and on <c>main</c>, the lines being in memory.</summary>
    public static async Task<Measurement> ReadingAsync(string name, string store)
    {
        const int reads = 500;
        await using var aura = await AuraClient.OpenAsync(store);
        var agent = aura.Agent("ancestor");
        var first = await agent.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
        var last = first;
        IBranch line = agent;
        for (var i = 1; i <= Generations; i++)
        {
            await agent.CreateBranchAsync($"generation-{i}", last.Id);
            line = aura.Branch("ancestor", $"generation-{i}");
            last = await line.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
        }
        await agent.SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
        Task LoadAsync(IBranch from) => Task.Run(async () =>
        {
            for (var i = 0; i < reads; i++)
            {
                if ((await from.LoadAsync(new LoadRequest { Version = 1 }))!.Id != first.Id) throw new InvalidOperationException("Another state was loaded.");
            }
        });
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds, () => LoadAsync(line), () => LoadAsync(agent));
        return Measurement.AtMost(
            $"load through {Generations} generations, {name}", seconds[0] / reads * 1e6, "µs", "on main", seconds[1] / reads * 1e6, 2);
    }
}
