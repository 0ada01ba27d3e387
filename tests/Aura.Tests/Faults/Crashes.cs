using Aura.Client;
using Aura.Testing;
using Aura.Tests.Hosting;

namespace Aura.Tests.Faults;

/// <summary>Processes that are killed, and processes that share a store.</summary>
public abstract class Crashes : IAsyncLifetime
{
    private IStorePlace _place = null!;

    protected abstract ValueTask<IStorePlace> MakePlaceAsync();

    public async ValueTask InitializeAsync() => _place = await MakePlaceAsync();

    public ValueTask DisposeAsync() => _place?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_process_killed_again_and_again_amid_concurrent_appends_loses_no_acknowledged_state_and_doubles_none()
    {
        var acknowledged = new List<Acknowledgement>();
        foreach (var enough in (int[])[700, 1500, 2500])
        {
            await using var writer = CrashWriter.Start(_place.Store, "agent", 60, 1_000_000);
            await writer.ReachedAsync(enough);
            await writer.KillAsync();
            acknowledged.AddRange(writer.Acknowledged);
        }
        Assert.True(acknowledged.Count >= 4700);

        await using var aura = await AuraClient.OpenAsync(_place.Store);
        var stored = await AllAsync(aura);
        Assert.DoesNotContain(acknowledged, a => stored.GetValueOrDefault(a.Id)?.Version != a.Version);
        Assert.Equal(stored.Count, stored.Values.Select(s => s.Payload!.ToString()).Distinct().Count());
        // What was under way when the process died may have been committed or not, one state an agent at most.
        Assert.InRange(stored.Count, acknowledged.Count, acknowledged.Count + 3 * 60);
        Assert.Equal(60, (await aura.StatisticsAsync()).Agents);
        Assert.Equal(stored.Count, (await aura.StatisticsAsync()).States);
    }

    [Fact]
    public async Task Two_processes_write_to_one_agent_and_no_save_is_lost()
    {
        await using var one = CrashWriter.Start(_place.Store, "agent", 1, 150);
        await using var two = CrashWriter.Start(_place.Store, "agent", 1, 150);
        await Task.WhenAll(one.FinishedAsync(), two.FinishedAsync());
        await using var aura = await AuraClient.OpenAsync(_place.Store);
        var stored = await AllAsync(aura);
        var acknowledged = one.Acknowledged.Concat(two.Acknowledged).ToArray();
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), acknowledged.Select(a => a.Version).Order());
        Assert.All(acknowledged, a => Assert.Equal(a.Version, stored[a.Id].Version));
        Assert.Equal(300, stored.Count);
    }

    [Fact]
    public async Task Two_processes_with_the_same_operations_store_each_once()
    {
        await using var one = CrashWriter.Start(_place.Store, "agent", 3, 100, "op");
        await using var two = CrashWriter.Start(_place.Store, "agent", 3, 100, "op");
        await Task.WhenAll(one.FinishedAsync(), two.FinishedAsync());
        await using var aura = await AuraClient.OpenAsync(_place.Store);
        Assert.Equal(300, (await AllAsync(aura)).Count);
        Assert.Equal(one.Acknowledged.ToHashSet(), two.Acknowledged.ToHashSet());
    }

    [Fact]
    public async Task Beside_another_process_a_caller_that_expects_a_version_is_told_when_it_is_wrong()
    {
        await using var aura = await AuraClient.OpenAsync(_place.Store);
        await using var writer = CrashWriter.Start(_place.Store, "agent", 1, 200);
        await writer.ReachedAsync(1);
        var finished = writer.FinishedAsync();
        var saved = new List<AgentState>();
        while (!finished.IsCompleted)
        {
            var head = await aura.Agent("agent0").LoadAsync(new LoadRequest { Fresh = true });
            try
            {
                saved.Add(await aura.Agent("agent0").SaveAsync(new SaveRequest { Payload = $"{saved.Count}", ExpectedVersion = head!.Version }));
                Assert.Equal(head.Id, saved[^1].Parents[0]);
            }
            catch (ConcurrencyException e)
            {
                Assert.True(e.Actual > e.Expected);
            }
        }
        await finished;
        var stored = await AllAsync(aura);
        Assert.All(saved, s => Assert.Equal(s.Version, stored[s.Id].Version));
        Assert.Equal(200 + saved.Count, stored.Count);
    }

    // All states of a store in which every line holds.
    private static async Task<Dictionary<StateId, AgentState>> AllAsync(IAura aura)
    {
        Assert.All(await aura.VerifyAsync().ToListAsync(), l => Assert.Null(l.Damage));
        var stored = new Dictionary<StateId, AgentState>();
        await foreach (var agent in aura.AgentsAsync())
        {
            var version = 0L;
            await foreach (var state in aura.Agent(agent.Agent).HistoryAsync())
            {
                Assert.Equal(++version, state.Version);
                stored.Add(state.Id, state);
            }
        }
        return stored;
    }
}
