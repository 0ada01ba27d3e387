using Aura.Cluster.Tests.Faults;
using Aura.Grains;
using Aura.Storage;
using Aura.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Aura.Cluster.Tests.Grains;

/// <summary>What makes a speculation go on that nobody asks for.</summary>
public sealed class SpeculationReminders
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_speculation_that_stops_before_its_end_keeps_its_reminder_and_one_that_has_ended_has_none()
    {
        await using var place = new SqlitePlace();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.UseInMemoryReminderService()
            .AddAura(_ => CausalStores.Create(place.Store), options => TestParts.Register(options.Parts)));
        builder.ConfigureClient(client => client.AddAuraClient());
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var aura = cluster.Client.Aura();
        await aura.Agent("a").SaveAsync("x", "begin");
        var (first, second) = (Gate.New(), Gate.New());
        await StartAsync("stopped", first);
        await StartAsync("ended", second);
        await Eventually.TrueAsync(async () => await CountAsync("stopped") == 1 && await CountAsync("ended") == 1, Patience);
        await Task.WhenAll(first.Reached, second.Reached);

        // What decides it finds that it can say so nowhere, and fails.
        await using (var store = CausalStores.Create(place.Store))
        {
            await store.OpenAsync(create: false, default);
            var log = (await store.ReadLineAsync("a", "speculation:stopped", default))!.Head!;
            await store.AppendAsync([StateSketch.After(log, s => s with { Source = StateSource.Discard })], default);
        }
        first.Open();
        await Assert.ThrowsAsync<InvalidInputException>(async () => await aura.Speculation("a", "stopped").RunAsync(null!));
        second.Open();
        Assert.Equal(SpeculationStatus.Undecided, (await aura.Speculation("a", "ended").RunAsync(null!)).Status);
        await Eventually.TrueAsync(async () => await CountAsync("ended") == 0, Patience);
        Assert.Equal(1, await CountAsync("stopped"));

        ISpeculationGrain Grain(string name) => cluster.Client.GetGrain<ISpeculationGrain>(BranchKey.Of("a", name));

        async Task StartAsync(string name, Gate gate) => await aura.Speculation("a", name).StartAsync(new SpeculationRequest
        {
            Futures = [new FutureRequest { Name = "x", Simulation = "gated", Arguments = Payload.From(new { gate = gate.Name, reward = 1 }) }],
            Scorer = "confidence",
        });

        async Task<int> CountAsync(string name)
        {
            var table = cluster.GetSiloServiceProvider(cluster.Silos[0].SiloAddress).GetRequiredService<IReminderTable>();
            return (await table.ReadRows(Grain(name).GetGrainId())).Reminders.Count;
        }
    }
}
