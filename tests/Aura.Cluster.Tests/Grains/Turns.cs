using Microsoft.Extensions.DependencyInjection;
using Aura.Cluster.Tests.Hosting;
using Aura.Grains;
using Aura.Tests.Hosting;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;
using Orleans.Serialization;

namespace Aura.Cluster.Tests.Grains;

/// <summary>How calls to one grain go beside and after each other, and what goes with a grain that moves.</summary>
public sealed class Turns : IAsyncLifetime
{
    private readonly List<InterceptedStore> _stores = [];
    private ClusterHost _host = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _host = await ClusterHost.StartAsync(new SqlitePlace(), silos: 2, store =>
    {
        var intercepted = new InterceptedStore(store);
        lock (_stores) _stores.Add(intercepted);
        return intercepted;
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Reads_go_beside_a_save_and_saves_take_turns()
    {
        var agent = _host.Cluster.Client.GetGrain<IAgentGrain>("a");
        var first = await agent.SaveAsync("observation", "1");
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var appends = 0;
        foreach (var store in _stores)
        {
            store.OnAppend = async (_, append) =>
            {
                Interlocked.Increment(ref appends);
                reached.TrySetResult();
                await go.Task;
                return await append();
            };
        }
        var saves = Enumerable.Range(2, 3).Select(i => agent.SaveAsync("observation", $"{i}").AsTask()).ToArray();
        await reached.Task;
        Assert.Equal(first.Id, (await agent.LoadAsync())!.Id);
        Assert.Single(await agent.HistoryAsync().ToListAsync());
        Assert.Equal(first.Id, (await agent.WhyAsync()).Root);
        Assert.Equal(1, Volatile.Read(ref appends));
        go.SetResult();
        Assert.Equal([2L, 3, 4], (await Task.WhenAll(saves)).Select(s => s.Version).Order());
    }

    [Fact]
    public async Task Saves_take_turns_while_a_read_runs()
    {
        var agent = _host.Cluster.Client.GetGrain<IAgentGrain>("a");
        await agent.SaveAsync("observation", "1");
        var (reading, read, appending, append) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var appends = 0;
        foreach (var store in _stores)
        {
            store.BeforeReadLine = async () =>
            {
                reading.TrySetResult();
                await read.Task;
            };
            store.OnAppend = async (_, commit) =>
            {
                Interlocked.Increment(ref appends);
                appending.TrySetResult();
                await append.Task;
                return await commit();
            };
        }
        var fresh = agent.LoadAsync(new LoadRequest { Fresh = true }).AsTask();
        await reading.Task;
        var saves = Enumerable.Range(2, 3).Select(i => agent.SaveAsync("observation", $"{i}").AsTask()).ToArray();
        await appending.Task;
        // A call that came after them has been answered, so that they have all reached the grain.
        Assert.Equal(1, (await agent.LoadAsync())!.Version);
        Assert.Equal(1, Volatile.Read(ref appends));
        append.SetResult();
        Assert.Equal([2L, 3, 4], (await Task.WhenAll(saves)).Select(s => s.Version).Order());
        read.SetResult();
        await fresh;
        Assert.Equal(3, appends);
    }

    [Fact]
    public async Task A_main_line_moves_with_its_head_and_a_branch_is_read_again()
    {
        var client = _host.Cluster.Client;
        var (agent, branch) = (client.GetGrain<IAgentGrain>("a"), client.GetGrain<IBranchGrain>(BranchKey.Of("a", "b")));
        var reads = 0;
        // Each silo has a store, so that the store that a save goes to tells where the grain is; Orleans' directory may be asked too early.
        var saved = new List<InterceptedStore>();
        foreach (var store in _stores)
        {
            store.BeforeReadLine = () =>
            {
                Interlocked.Increment(ref reads);
                return ValueTask.CompletedTask;
            };
            store.OnAppend = (_, append) =>
            {
                lock (saved) saved.Add(store);
                return append();
            };
        }
        await agent.SaveAsync("observation", "1");
        await agent.CreateBranchAsync("b");
        await branch.SaveAsync("observation", "2");
        var described = await agent.DescribeAsync();

        reads = 0;
        await MoveAsync(agent);
        Assert.Equal(described, await agent.DescribeAsync());
        Assert.Equal(2, (await agent.SaveAsync("observation", "3")).Version);
        Assert.Equal(0, reads);
        await MoveAsync(branch);
        Assert.Equal(3, (await branch.SaveAsync("observation", "4")).Version);
        Assert.Equal(1, reads);
        Assert.Equal(4, saved.Count);
        Assert.NotSame(saved[0], saved[2]);
        Assert.NotSame(saved[1], saved[3]);
    }

    [Fact]
    public async Task A_branch_that_many_have_forget_at_once_answers_them_all_and_whoever_else_asks()
    {
        var agent = _host.Aura.Agent("a");
        await agent.SaveAsync("observation", "1");
        var context = new CausalContext { Counterfactuals = new Dictionary<string, Counterfactual> { ["go"] = "there" } };
        var request = new WhatIfRequest { State = (await agent.SaveAsync("decision", "stay", context)).Id, Counterfactual = "go" };
        var first = (await agent.WhatIfAsync(request)).Branch.Head;
        for (var round = 0; round < 5; round++)
        {
            var asked = Enumerable.Range(0, 200).Select(_ => agent.WhatIfAsync(request).AsTask()).ToArray();
            var loaded = Enumerable.Range(0, 200).Select(_ => _host.Aura.Branch("a", "what-if/go").LoadAsync().AsTask()).ToArray();
            Assert.All((await Task.WhenAll(asked)).Select(w => w.Branch.Head), id => Assert.Equal(first, id));
            Assert.All(await Task.WhenAll(loaded), s => Assert.Equal(first, s!.Id));
        }
    }

    [Fact]
    public async Task Records_are_never_copied()
    {
        var state = await _host.Aura.Agent("a").SaveAsync("observation", "rain");
        var request = new SaveRequest { Type = "observation", Payload = state.Payload! };
        var copier = _host.Cluster.GetSiloServiceProvider(_host.Cluster.Silos[0].SiloAddress).GetRequiredService<DeepCopier>();
        Assert.Same(state, copier.Copy(state));
        Assert.Same(request, copier.Copy<object>(request));
        Assert.Same(state, Assert.Single(copier.Copy<AgentState[]>([state])));
    }

    [Theory]
    [InlineData("agent_001", "experiment", "agent_001/experiment")]
    [InlineData("team/7", "a/b%2F", "team%2F7/a/b%2F")]
    [InlineData("100%/%2F", "x", "100%25%2F%252F/x")]
    public async Task A_branch_has_one_key_that_says_whose_it_is(string agent, string branch, string key)
    {
        Assert.Equal(key, BranchKey.Of(agent, branch));
        Assert.Equal((agent, branch), BranchKey.Parse(key));
        await _host.Aura.Agent(agent).SaveAsync("observation", "1");
        await _host.Aura.Agent(agent).CreateBranchAsync(branch);
        var saved = await _host.Cluster.Client.GetGrain<IBranchGrain>(key).SaveAsync("observation", "2");
        Assert.Equal((agent, branch, 2L), (saved.Agent, saved.Branch, saved.Version));
    }

    [Theory]
    [InlineData("no-slash", "Branch key 'no-slash' has no slash: it must be AGENT/BRANCH.")]
    [InlineData("a/main", "Branch 'main' is the agent itself: ask IAgentGrain 'a'.")]
    [InlineData("/b", "agent is empty: it must have 1 to 200 characters.")]
    public async Task A_key_that_is_none_is_refused(string key, string sentence)
    {
        var branch = _host.Cluster.Client.GetGrain<IBranchGrain>(key);
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => branch.LoadAsync().AsTask());
        Assert.Equal(sentence, refused.Message);
    }

    [Fact]
    public void A_full_silo_refuses_calls_until_others_have_ended()
    {
        var limit = new CallLimit(2);
        var call = limit.Enter();
        limit.Enter();
        Assert.Equal("The silo has 2 calls under way already, the most that it takes: try again later.",
            Assert.Throws<OverloadedException>(() => limit.Enter()).Message);
        call.Dispose();
        limit.Enter();
    }

    private async Task MoveAsync(IAddressable grain)
    {
        var here = await _host.Cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, _host.Cluster.Silos.Select(s => s.SiloAddress).Single(s => !s.Equals(here)));
        await grain.AsReference<IGrainManagementExtension>().MigrateOnIdle();
        RequestContext.Clear();
    }
}
