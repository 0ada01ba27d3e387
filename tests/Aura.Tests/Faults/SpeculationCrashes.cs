using Aura.Client;
using Aura.Testing;
using Aura.Tests.Hosting;

namespace Aura.Tests.Faults;

/// <summary>Processes that are killed while they speculate and merge.</summary>
public abstract class SpeculationCrashes : IAsyncLifetime
{
    private const int Agents = 4;

    private IStorePlace _place = null!;

    protected abstract ValueTask<IStorePlace> MakePlaceAsync();

    public async ValueTask InitializeAsync() => _place = await MakePlaceAsync();

    public ValueTask DisposeAsync() => _place?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_process_killed_again_and_again_leaves_each_promotion_and_each_merge_once()
    {
        var random = new Random();
        var acknowledged = new List<Acknowledgement>();
        for (var round = 0; round < 6; round++)
        {
            await using var speculator = CrashWriter.StartSpeculating(_place.Store, Agents);
            await speculator.ReachedAsync(random.Next(1, 60));
            await speculator.KillAsync();
            acknowledged.AddRange(speculator.Acknowledged);
        }

        var options = new AuraOptions { Store = _place.Store };
        CrashSpeculations.Register(options.Parts);
        await using var aura = await AuraClient.OpenAsync(options);
        for (var i = 0; i < Agents; i++)
        {
            var agent = aura.Agent($"agent{i}");
            var speculations = await agent.ListSpeculationsAsync();
            // One after the other was run, so that at most the last was under way; one that had not begun is begun now.
            var ended = new List<SpeculationInfo>();
            for (var number = 0; number <= speculations.Count; number++)
                ended.Add(await aura.Speculation(agent: $"agent{i}", $"s{number}").RunAsync(CrashSpeculations.Request(number)));
            for (var number = 0; number < ended.Count; number++)
            {
                Assert.Equal((SpeculationStatus.Won, CrashSpeculations.WinnerOf(number)), (ended[number].Status, ended[number].Winner));
                Assert.All(ended[number].Futures, f => Assert.Equal((FutureStatus.Finished, 5L), (f.Status, f.States)));
            }
            var history = await agent.HistoryAsync(new HistoryRequest { FromVersion = 2 }).ToListAsync();
            Assert.Equal(ended.Select(s => s.Promotion!.Value), history.Select(s => s.Id));
            Assert.Equal(ended.Select(s => $"speculation:{s.Name}"), history.Select(s => s.OperationId));
            Assert.All(history, s => Assert.Equal((StateSource.Promotion, 2, 5), (s.Source, s.Parents.Count, s.Context.Counterfactuals.Count)));
            Assert.Equal(ended.Count, (await agent.BranchGraphAsync()).Joins.Count);
            Assert.All(acknowledged.Where(a => a.Agent == $"agent{i}"), a => Assert.Contains(a.Id, history.Select(s => s.Id)));
        }
        for (var i = 0; i < Agents; i++)
        {
            var merging = CrashSpeculations.MergingAgent(i);
            var merges = await aura.Agent(merging).HistoryAsync().Where(s => s.Source == StateSource.Merge).ToListAsync();
            Assert.Equal(Enumerable.Range(1, merges.Count).Select(n => $"merge:{n}"), merges.Select(s => s.OperationId));
            Assert.Equal(Enumerable.Range(1, merges.Count).Select(n => CrashSpeculations.Content(n, n)), merges.Select(s => s.Payload));
            Assert.All(merges, s => Assert.Equal(2, s.Parents.Count));
            Assert.All(acknowledged.Where(a => a.Agent == merging), a => Assert.Contains(a.Id, merges.Select(s => s.Id)));
        }
        Assert.Contains(acknowledged, a => a.Agent == CrashSpeculations.MergingAgent(0));
        Assert.Contains(acknowledged, a => a.Agent == "agent0");
        Assert.All(await aura.VerifyAsync().ToListAsync(), l => Assert.Null(l.Damage));
    }
}
