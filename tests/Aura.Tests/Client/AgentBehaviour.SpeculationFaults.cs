using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task A_speculation_that_cannot_be_kept_leaves_nothing_that_its_correction_would_start_from()
    {
        await BeginAsync();
        var before = await Aura.StatisticsAsync();
        var deep = new FutureRequest { Name = "x", Simulation = "script", Arguments = Payload.Parse(new string('[', 61) + new string(']', 61)) };
        await RefusedAsync(Request(deep), "request", "Request cannot be kept: Payload is nested deeper than 64.");
        Assert.Equal(before.Branches, (await Aura.StatisticsAsync()).Branches);
        var later = await BeginAsync();
        Assert.Equal(later.Id, (await Speculation.RunAsync(Request(Rewarded("x", 1)))).From);
    }

    [Fact]
    public async Task A_branch_that_a_caller_has_opened_is_no_future()
    {
        await BeginAsync();
        await Aura.Agent("a").CreateBranchAsync("s/x");
        await RefusedAsync(Request(Rewarded("x", 1)), "futures", "Agent 'a' already has a branch 's/x': give the speculation or the future another name.");
    }

    [Fact]
    public async Task What_another_process_erased_decides_nothing_under_the_same_name()
    {
        await BeginAsync();
        var other = await Host.ConnectAsync();
        var (first, second) = (Gate.New(), Gate.New());
        await Speculation.StartAsync(Request(Gated("slow", first, 5), Rewarded("quick", 9)));
        await EndedAsync("quick");
        await other.Agent("a").EraseAsync();
        await other.Agent("a").SaveAsync("x", "again");
        await other.Speculation("a", "s").StartAsync(Request(Gated("slow", second, 5), Rewarded("quick", 1)));
        Assert.Equal(1, Future(await EndedAsync("quick"), "quick").Score);
        second.Open();
        Assert.Equal(("slow", 1.0), await Speculation.RunAsync(null!) is var info ? (info.Winner, Future(info, "quick").Score) : default);
        first.Open();
        await AssertJoinsAsync(1);
    }

    [Fact]
    public async Task Drivers_that_use_up_their_budgets_at_once_are_all_told_so()
    {
        await BeginAsync();
        ISpeculation[] ways = [Speculation, (await Host.ConnectAsync()).Speculation("a", "s")];
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"f{i}")];
        await Speculation.StartAsync(Request([.. names.Select(Driven)]) with { Budget = Hour with { States = 1 } });
        var leases = new List<string>();
        foreach (var name in names)
        {
            leases.Add((await LeaseAsync(name)).Lease);
            await Speculation.SaveAsync(name, leases[^1], Saved(1));
        }
        await Task.WhenAll(names.Select((name, i) => RefusesAsync("future", $"Future '{name}' has used up its budget and has ended: nothing can follow.",
            async () => await ways[i % 2].SaveAsync(name, leases[i], Saved(2)))));
        var info = await Speculation.RunAsync(null!);
        Assert.All(info.Futures, f => Assert.Equal((FutureStatus.Exhausted, 1L), (f.Status, f.States)));
    }

    [Fact]
    public async Task What_is_no_event_of_a_speculation_harms_no_other()
    {
        await BeginAsync();
        await Speculation.RunAsync(Request(Rewarded("x", 1)));
        var odd = Aura.Speculation("a", "odd");
        await odd.RunAsync(Request(Rewarded("x", 1)));
        string[] texts =
        [
            "1", "null", "{}", """{"event":"none"}""", """{"event":"started","request":null}""",
            """{"event":"started","request":{"futures":[],"scorer":"x"}}""",
        ];
        foreach (var text in texts)
            await Aura.Branch("a", "speculation:odd").SaveAsync(new SaveRequest { Type = StateTypes.Speculation, Payload = Payload.Parse(text) });
        Assert.Equal(SpeculationStatus.Won, (await odd.DescribeAsync()).Status);
        Assert.Equal(["odd", "s"], (await Aura.Agent("a").ListSpeculationsAsync()).Select(s => s.Name));
    }

    [Fact]
    public async Task A_scorer_that_never_returns_is_left_to_itself_after_its_time()
    {
        await BeginAsync();
        var gate = Gate.New();
        await Speculation.StartAsync(Request(Rewarded("x", 1)) with { Scorer = "stuck", ScorerArguments = Payload.From(new { gate = gate.Name }) });
        await gate.Reached;
        Time.Advance(TimeSpan.FromSeconds(30));
        var info = await Speculation.RunAsync(null!);
        Assert.Equal((SpeculationStatus.Undecided, FutureStatus.Failed, "Scorer 'stuck' took longer than 30 s"),
            (info.Status, info.Futures[0].Status, info.Futures[0].Problem));
        gate.Open();
    }

    [Fact]
    public async Task A_winner_that_somebody_has_gone_on_with_is_not_promoted()
    {
        var start = await BeginAsync();
        var gate = Gate.New();
        await Speculation.StartAsync(Request(Rewarded("x", 7), Gated("y", gate, 1)));
        await EndedAsync("x");
        var more = await Aura.Branch("a", "s/x").SaveAsync(Saved(0));
        gate.Open();
        var info = await Speculation.RunAsync(null!);
        var x = Future(info, "x");
        Assert.Equal((SpeculationStatus.Won, "x", null, 7.0), (info.Status, info.Winner, info.Promotion, x.Score));
        Assert.Equal($"It could not be promoted: Branch 's/x' of agent 'a' has gone on from state {x.Head} to {more.Id}.", x.Problem);
        Assert.Equal(start.Id, (await Aura.Agent("a").LoadAsync(new LoadRequest { Fresh = true }))!.Id);
        await AssertJoinsAsync(0);
    }

    [Fact]
    public async Task A_script_whose_step_is_null_says_so()
    {
        await BeginAsync();
        var info = await Speculation.RunAsync(Request(Script("x", """{"payload":1}""", "null")));
        Assert.Equal("Simulation 'script' failed at step 0: A script's arguments must be {\"steps\":[{\"payload\":…}]}: steps[1] is null.",
            info.Futures[0].Problem);
    }
}
