using System.Text.Json;
using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    private static Payload Order(string what, string name = "", int size = 0) => Payload.From(new { Do = what, Name = name, Size = size });

    [Fact]
    public async Task A_retrieval_runs_over_the_head_or_over_any_state_that_a_load_can_name()
    {
        var agent = Aura.Agent("a");
        var states = await SaveAsync(agent, 4);
        await agent.CreateBranchAsync("b", states[1].Id);
        var own = await Aura.Branch("a", "b").SaveAsync("x", "own");

        async Task<long> VersionAsync(IBranch branch, LoadRequest? from)
        {
            var retrieved = await branch.RetrieveAsync(new RetrieveRequest { Retrieval = "probe", From = from });
            Assert.Null(retrieved.Remembered);
            using var result = retrieved.Result.Open();
            Assert.Equal(retrieved.State.Version, result.RootElement.GetProperty("version").GetInt64());
            return retrieved.State.Version;
        }

        Assert.Equal(4, await VersionAsync(agent, null));
        Assert.Equal(2, await VersionAsync(agent, new() { Version = 2 }));
        Assert.Equal(1, await VersionAsync(agent, new() { Id = states[0].Id }));
        Assert.Equal(3, await VersionAsync(agent, new() { RecordedAt = states[2].RecordedAt }));
        Assert.Equal(3, await VersionAsync(Aura.Branch("a", "b"), null));
        Assert.Equal(states[0].Text(), (await Aura.Branch("a", "b").RetrieveAsync(new() { Retrieval = "probe", From = new() { Version = 1 } })).State.Text());
        foreach (var (branch, from, sentence) in ((IBranch, LoadRequest?, string)[])
        [
            (agent, new() { Id = own.Id }, "Agent 'a', branch 'main' has no such state."),
            (Aura.Branch("a", "b"), new() { Version = 4 }, "Agent 'a', branch 'b' has no such state."),
            (Aura.Agent("nobody"), null, "Agent 'nobody', branch 'main' has no state."),
            (Aura.Branch("a", "none"), null, "Agent 'a' has no branch 'none'."),
        ])
            Assert.Equal(sentence, (await Assert.ThrowsAsync<NotFoundException>(() => VersionAsync(branch, from))).Message);
    }

    [Fact]
    public async Task A_retrieval_sees_the_line_only_up_to_the_state_that_was_loaded()
    {
        var agent = Aura.Agent("a");
        var states = await SaveAsync(agent, 5);
        await agent.CreateBranchAsync("b", states[1].Id);
        await SaveAsync(Aura.Branch("a", "b"), 3);

        async Task<string> SeenAsync(IBranch branch, long version, int to) => (await branch.RetrieveAsync(
            new RetrieveRequest { Retrieval = "probe", Arguments = Order("history", size: to), From = new() { Version = version } })).Result.ToString();

        Assert.Equal("[3,2,1]", await SeenAsync(agent, 3, 99));
        Assert.Equal("[2,1]", await SeenAsync(agent, 3, 2));
        Assert.Equal("[4,3,2,1]", await SeenAsync(Aura.Branch("a", "b"), 4, 99));
    }

    [Fact]
    public async Task What_a_retrieval_computed_can_be_remembered()
    {
        var agent = Aura.Agent("a");
        var read = await agent.SaveAsync("plan", Payload.Parse("{\"a\":1}"));
        await SaveAsync(agent, 1);
        var retrieved = await agent.RetrieveAsync(new()
        {
            Retrieval = "project", Arguments = Payload.Parse("{\"paths\":[\"/a\"]}"), From = new() { Version = 1 }, Remember = true,
        });
        var remembered = retrieved.Remembered!;
        Assert.Equal((3L, "plan", StateSource.Retrieval, "{\"/a\":1}"),
            (remembered.Version, remembered.Type, remembered.Source, remembered.Payload!.ToString()));
        Assert.Equal([Cause.Of(read.Id), Cause.Of("retrieval:project")], remembered.Context.Causes);
        Assert.Equal((read.Id, remembered.Payload), (retrieved.State.Id, retrieved.Result));
        Assert.Equal(remembered.Text(), (await agent.LoadAsync())!.Text());
        Assert.Contains(remembered.Id.ToString(), (await agent.EffectsAsync(read.Id)).Nodes.Select(n => n.Id));
        await agent.CreateBranchAsync("b");
        Assert.Equal(("b", 4L), await Aura.Branch("a", "b").RetrieveAsync("probe", remember: true) is { Remembered: { } own } ? (own.Branch, own.Version) : default);
        Assert.Equal(3, (await Aura.Agent("a").LoadAsync(compute: s => s.Version)));
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task A_retrieval_that_fails_says_so_in_one_sentence_and_nothing_is_stored()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 1);

        async Task<T> FailsAsync<T>(string retrieval, Payload? arguments)
            where T : Exception => await Assert.ThrowsAsync<T>(async () => await agent.RetrieveAsync(retrieval, arguments, remember: true));

        Assert.Equal("Retrieval 'probe' failed: one two", (await FailsAsync<RetrievalException>("probe", Order("throw"))).Message);
        Assert.Equal("Retrieval 'probe' failed: The operation was canceled.", (await FailsAsync<RetrievalException>("probe", Order("cancel"))).Message);
        Assert.Equal(("arguments.do", "Do not."), await FailsAsync<InvalidInputException>("probe", Order("refuse")) is var e ? (e.Field, e.Message) : default);
        Assert.Equal("arguments", (await FailsAsync<InvalidInputException>("probe", "not an order")).Field);
        var unknown = await FailsAsync<InvalidInputException>("prob", null);
        Assert.Equal(
            ("retrieval", "Retrieval 'prob' is not registered: decayed, enrich, probe, project, summarise-history."), (unknown.Field, unknown.Message));
        Assert.Equal("retrieval", (await FailsAsync<InvalidInputException>("", null)).Field);
        foreach (var limit in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.FromHours(1) + TimeSpan.FromTicks(1)])
        {
            var request = new RetrieveRequest { Retrieval = "probe", TimeLimit = limit };
            var refused = await Assert.ThrowsAsync<InvalidInputException>(async () => await agent.RetrieveAsync(request));
            Assert.Equal($"Time limit {limit} is out of range: more than nothing and at most 01:00:00 are allowed.", refused.Message);
        }
        Assert.Single(await agent.HistoryAsync().ToListAsync());
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("hang")]
    [InlineData("block")]
    public async Task A_retrieval_that_never_returns_holds_up_neither_its_caller_nor_the_line(string what)
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 1);
        foreach (var limit in (TimeSpan?[])[TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), null])
        {
            var name = $"{Guid.NewGuid()}";
            var probe = ProbeRetrieval.Of(name);
            var call = agent.RetrieveAsync(new() { Retrieval = "probe", Arguments = Order(what, name), TimeLimit = limit, Remember = true }).AsTask();
            await probe.Reached.Task;
            var saved = await agent.SaveAsync("x", "meanwhile");
            Assert.Equal(saved.Id, (await agent.LoadAsync())!.Id);
            var span = limit ?? RetrieveRequest.UsualTimeLimit;
            Time.Advance(span * 0.9);
            // A call that came after it has been answered, so that this one would have been, too.
            Assert.Equal(saved.Id, (await agent.RetrieveAsync("probe")).State.Id);
            Assert.False(call.IsCompleted);
            Time.Advance(span * 0.1);
            Assert.Equal($"Retrieval 'probe' took longer than {span.TotalSeconds} s.", (await Assert.ThrowsAsync<RetrievalException>(() => call)).Message);
            await StoppedAsync(probe.Token);
            probe.Release.SetResult();
            Assert.Equal(saved.Id, (await agent.LoadAsync())!.Id);
        }
    }

    [Fact]
    public async Task A_caller_can_give_up()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 1);
        var name = $"{Guid.NewGuid()}";
        using var cancel = new CancellationTokenSource();
        var call = agent.RetrieveAsync("probe", Order("hang", name), remember: true, cancel.Token).AsTask();
        await ProbeRetrieval.Of(name).Reached.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await StoppedAsync(ProbeRetrieval.Of(name).Token);
        ProbeRetrieval.Of(name).Release.SetResult();
        Assert.Single(await agent.HistoryAsync().ToListAsync());
    }

    [Fact]
    public async Task A_state_whose_content_was_erased_is_read_only_by_what_does_not_need_it()
    {
        var agent = Aura.Agent("a");
        var states = await SaveAsync(agent, 2);
        await agent.ErasePayloadAsync(states[1].Id);
        foreach (var needs in (string[])["project", "enrich", "probe"])
        {
            var error = await Assert.ThrowsAsync<NotFoundException>(async () => await agent.RetrieveAsync(needs, Payload.Parse("{\"paths\":[]}")));
            Assert.Equal($"The content of state {states[1].Id} was erased: retrieval '{needs}' needs it.", error.Message);
        }
        Assert.Null((await agent.RetrieveAsync("decayed", Payload.Parse("{\"halfLife\":1}"))).State.Payload);
        Assert.Equal(2, JsonDocument.Parse((await agent.RetrieveAsync("summarise-history")).Result.Utf8).RootElement.GetProperty("states").GetInt32());
    }

    private static Task StoppedAsync(CancellationToken token)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(stopped.SetResult);
        return stopped.Task;
    }
}
