using System.Text.Json;
using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    private static string Text(ExportRecord record) => JsonSerializer.Serialize(record, AuraJsonContext.Default.ExportRecord);

    // Two agents whose branches were merged crosswise, promoted, discarded and linked, with one payload erased.
    private async Task<List<ExportRecord>> EntangledAsync()
    {
        var start = await SaveJsonAsync("main", """{"a":0,"b":0}""");
        await ForkAsync("x");
        var x = await SaveJsonAsync("x", """{ "a" : 1,"b":0 }""");
        await SaveJsonAsync("main", """{"a":0,"b":1}""");
        await Aura.Agent("a").CreateBranchAsync(new CreateBranchRequest { Name = "nested", From = x.Id, TimeToLive = TimeSpan.FromDays(1) });
        await SaveJsonAsync("nested", """{"a":7,"b":7}""");
        await Aura.Agent("a").MergeAsync(new MergeRequest { State = x.Id });
        await Aura.Branch("a", "x").MergeAsync(new MergeRequest { Branch = "main" });
        await Aura.Agent("a").PromoteAsync(new PromoteRequest { Branch = "nested", OperationId = "op" });
        await Aura.Branch("a", "x").MergeAsync(new MergeRequest { Branch = "main", Strategy = MergeStrategy.Ours });
        await ForkAsync("lost", start.Id);
        await Aura.Branch("a", "lost").DiscardAsync(new DiscardRequest { Lesson = "never" });
        await ForkAsync("empty");
        await Aura.Agent("b").SaveAsync(new SaveRequest
        {
            Payload = Payload.Parse("[ 1e400 ]"), OccurredAt = Time.GetUtcNow().AddDays(-1), Context = new CausalContext { Causes = [x, "told"], Confidence = 0.5 },
        });
        await Aura.Agent("a").ErasePayloadAsync(start.Id);
        return [.. await Aura.Agent("a").ExportAsync().ToListAsync(), .. await Aura.Agent("b").ExportAsync().ToListAsync()];
    }

    [Fact]
    public async Task An_exported_history_has_everything_once_and_each_state_after_its_parents()
    {
        var records = await EntangledAsync();
        var (states, branches) = (records.Select(r => r.State).OfType<AgentState>().ToList(), records.Select(r => r.Branch).OfType<ExportedBranch>().ToList());
        var statistics = await Aura.StatisticsAsync();
        Assert.Equal((statistics.States, statistics.Branches - 2), (states.Count, branches.Count));
        var seen = new HashSet<StateId>();
        var opened = new HashSet<(string, string)> { ("a", "main"), ("b", "main") };
        foreach (var record in records)
        {
            if (record.Branch is { } branch)
            {
                Assert.Contains(branch.ForkState, seen);
                Assert.True(opened.Add((branch.Agent, branch.Name)));
                continue;
            }
            Assert.Subset(seen, record.State!.Parents.ToHashSet());
            Assert.Contains((record.State.Agent, record.State.Branch), opened);
            Assert.True(seen.Add(record.State.Id));
            Assert.Equal(record.State.Text(), (await Aura.FindAsync(record.State.Id))!.Text());
        }
        Assert.Empty(await Aura.Agent("nobody").ExportAsync().ToListAsync());
    }

    [Fact]
    public async Task A_history_replayed_into_an_empty_store_is_the_same_to_the_last_digest()
    {
        var records = (await EntangledAsync()).ConvertAll(Text).ConvertAll(text => JsonSerializer.Deserialize(text, AuraJsonContext.Default.ExportRecord)!);
        await using var host = await StartAsync();
        Assert.Null(await host.Aura.Agent("a").LoadAsync());
        var report = await host.Aura.ReplayAsync(records.ToAsyncEnumerable());
        Assert.Equal((records.Count, 0L, 0L), ((int)(report.States + report.Branches), report.Known, report.Blocked));
        for (var round = 0; round < 2; round++)
        {
            foreach (var agent in (string[])["a", "b"])
            {
                Assert.Equal(
                    (await Aura.Agent(agent).ExportAsync().ToListAsync()).ConvertAll(Text), (await host.Aura.Agent(agent).ExportAsync().ToListAsync()).ConvertAll(Text));
                var (expected, replayed) = (await Aura.Agent(agent).ListBranchesAsync(), await host.Aura.Agent(agent).ListBranchesAsync());
                Assert.Equal(expected, replayed);
                foreach (var branch in expected)
                    Assert.Equal((await Aura.Branch(agent, branch.Name).LoadAsync())!.Text(), (await host.Aura.Branch(agent, branch.Name).LoadAsync())!.Text());
            }
            Assert.Equal(
                (await Aura.VerifyAsync().ToListAsync()).OrderBy(v => (v.Agent, v.Branch)), (await host.Aura.VerifyAsync().ToListAsync()).OrderBy(v => (v.Agent, v.Branch)));
            var again = await host.Aura.ReplayAsync(records.ToAsyncEnumerable());
            Assert.Equal((0L, 0L, (long)records.Count, 0L), (again.States, again.Branches, again.Known, again.Blocked));
        }
        Assert.Equal(5, (await host.Aura.Agent("a").SaveAsync("x", "goes on")).Version);
    }

    [Fact]
    public async Task What_waits_for_states_that_are_not_there_is_stored_by_another_replay_once_they_are()
    {
        var records = await EntangledAsync();
        await using var host = await StartAsync();
        var ofB = records.Where(r => r.State?.Agent == "b").ToList();
        var x = records.Select(r => r.State).OfType<AgentState>().First(s => s.Branch == "x").Id;
        var blocked = await host.Aura.ReplayAsync(ofB.ToAsyncEnumerable());
        Assert.Equal((0L, 1L, (StateId?)x), (blocked.States, blocked.Blocked, blocked.Unknown));
        Assert.Null(await host.Aura.Agent("b").LoadAsync());

        // Backwards, every pass can store only what waits for nothing any more.
        var backwards = Enumerable.Reverse(records).ToList();
        var passes = 0;
        for (var report = blocked; report.Blocked > 0; passes++)
        {
            report = await host.Aura.ReplayAsync(backwards.ToAsyncEnumerable());
            Assert.True(report.States + report.Branches > 0);
        }
        Assert.True(passes > 3);
        Assert.Equal(records.Count(r => r.State is not null), (await host.Aura.StatisticsAsync()).States);
        Assert.All(await host.Aura.VerifyAsync().ToListAsync(), line => Assert.Null(line.Damage));
    }

    [Fact]
    public async Task What_does_not_fit_is_not_replayed()
    {
        var records = await EntangledAsync();
        var states = records.Select(r => r.State).OfType<AgentState>().ToList();
        await using var host = await StartAsync();
        async Task RefusedAsync(string problem, params ExportRecord[] wrong)
        {
            var error = await Assert.ThrowsAsync<InvalidInputException>(async () => await host.Aura.ReplayAsync(wrong.ToAsyncEnumerable()));
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }

        static ExportRecord Of(AgentState state) => new() { State = state };
        await RefusedAsync("either a branch or a state", new ExportRecord());
        await RefusedAsync("does not have the digest of its fields", Of(states[0] with { Type = "changed" }));
        await RefusedAsync("control character", Of(states[0] with { Agent = "a\n" }));
        await RefusedAsync("payload that its digest names", Of(states.First(s => s.Payload is not null) with { Payload = "changed" }));
        await RefusedAsync("has 0 parents", Of(states[1] with { Parents = [] }));
        Assert.Equal(0, (await host.Aura.StatisticsAsync()).States);

        // A line that went on otherwise, and a state that claims another agent's for its parent.
        await host.Aura.ReplayAsync(records.Take(1).ToAsyncEnumerable());
        await host.Aura.Agent("a").SaveAsync("x", "otherwise");
        await RefusedAsync("does not follow what is stored on its line", Of(states.First(s => s is { Branch: "main", Version: 2 })));
        var early = states.First(s => s is { Branch: "main", Version: 2 }) with { RecordedAt = states[0].RecordedAt.AddSeconds(-1) };
        await RefusedAsync("was recorded before the state that it follows", Of(early));
        await RefusedAsync("does not say when it was opened", new ExportRecord { Branch = new ExportedBranch("a", "y", states[0].Id, default, null) });
        var foreign = states[1] with { Agent = "c", Branch = "main", Parents = [states[0].Id] };
        await RefusedAsync("has a parent of another agent", Of(foreign));
        await RefusedAsync("of another agent", new ExportRecord { Branch = new ExportedBranch("c", "y", states[0].Id, Time.GetUtcNow(), null) });
        await host.Aura.Agent("a").CreateBranchAsync("x", (await host.Aura.Agent("a").LoadAsync())!.Id);
        await RefusedAsync("already has another branch 'x'", records.Single(r => r.Branch?.Name == "x"));
        Assert.Equal(2, (await host.Aura.StatisticsAsync()).States);
    }
}
