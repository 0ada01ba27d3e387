using Aura.Client;

namespace Aura.Benchmarks;

/// <summary>How much memory loaded agents take.</summary>
internal static class MemoryBenchmark
{
    private const int Agents = 100_000;
    private const double Megabytes = 400;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        var store = $"sqlite:{folder.File("aura.db")}";
        await using (var writer = await AuraClient.OpenAsync(store))
        {
            foreach (var hundreds in Enumerable.Range(0, Agents).Chunk(1000))
                await Task.WhenAll(hundreds.Select(i => writer.Agent($"agent-{i}").SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context).AsTask()));
        }
        await using var aura = await AuraClient.OpenAsync(store);
        var before = Used();
        for (var i = 0; i < Agents; i++)
        {
            if (await aura.Agent($"agent-{i}").LoadAsync() is null) throw new InvalidOperationException("An agent is missing.");
        }
        var used = (Used() - before) / 1e6;
        GC.KeepAlive(aura);
        return [new Measurement($"{Agents:N0} loaded agents with heads of {TypicalState.PayloadBytes} bytes", used, "MB", Target: $"under {Megabytes:N0}", Holds: used < Megabytes)];
    }

    private static long Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
