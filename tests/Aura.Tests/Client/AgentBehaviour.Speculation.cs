using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    private static readonly Payload RewardPath = Payload.Parse("""{"path":"/reward"}""");

    private ISpeculation Speculation => Aura.Speculation("a", "s");

    // Each step is the JSON of a script's step.
    private static FutureRequest Script(string name, params string[] steps) =>
        new() { Name = name, Simulation = "script", Arguments = Payload.Parse($$"""{"steps":[{{string.Join(',', steps)}}]}""") };

    private static FutureRequest Rewarded(string name, double reward) =>
        Script(name, """{"payload":{"reward":0}}""", $$$"""{"payload":{"reward":{{{reward}}}}}""");

    private static FutureRequest Gated(string name, Gate gate, double reward, string simulation = "gated") =>
        new() { Name = name, Simulation = simulation, Arguments = Payload.From(new { gate = gate.Name, reward }) };

    private static SpeculationRequest Request(params FutureRequest[] futures) => new() { Futures = futures, Scorer = "value", ScorerArguments = RewardPath };

    private static FutureInfo Future(SpeculationInfo info, string name) => info.Futures.Single(f => f.Name == name);

    private async Task<SpeculationInfo> EndedAsync(string future)
    {
        var info = await Speculation.DescribeAsync();
        while (Future(info, future).Status == FutureStatus.Running) info = await Speculation.WaitAsync(TimeSpan.FromMilliseconds(20));
        return info;
    }

    private Task<AgentState> BeginAsync() => Aura.Agent("a").SaveAsync("x", Payload.Parse("""{"reward":-1}""")).AsTask();

    private async Task RefusedAsync(SpeculationRequest request, string field, string sentence)
    {
        var refused = await Assert.ThrowsAsync<InvalidInputException>(async () => await Speculation.StartAsync(request));
        Assert.Equal((field, sentence), (refused.Field, refused.Message));
    }

    private async Task AssertJoinsAsync(int count)
    {
        Assert.Equal(count, (await Aura.Agent("a").BranchGraphAsync()).Joins.Count);
        Assert.All(await Aura.VerifyAsync().ToListAsync(), l => Assert.Null(l.Damage));
    }

    [Fact]
    public async Task The_best_future_is_promoted_by_one_state_and_the_others_are_its_counterfactuals()
    {
        var start = await BeginAsync();
        var info = await Speculation.RunAsync(Request(Rewarded("low", 1), Rewarded("high", 3), Rewarded("middle", 2)));
        Assert.Equal((SpeculationStatus.Won, "high", "main", start.Id), (info.Status, info.Winner, info.Branch, info.From));
        Assert.Equal([("low", 1.0), ("high", 3.0), ("middle", 2.0)], info.Futures.Select(f => (f.Name, f.Score!.Value)));
        Assert.All(info.Futures, f => Assert.Equal((FutureStatus.Finished, 2L, 0.0, $"s/{f.Name}", null), (f.Status, f.States, f.Energy, f.Branch, f.Problem)));

        var promotion = (await Aura.Agent("a").LoadAsync())!;
        Assert.Equal(promotion.Id, info.Promotion);
        Assert.Equal([start.Id, Future(info, "high").Head], promotion.Parents);
        Assert.Equal((2L, StateSource.Promotion, """{"reward":3}"""), (promotion.Version, promotion.Source, promotion.Payload!.ToString()));
        Assert.Contains("speculation:s", promotion.Context.Causes.Select(c => c.Label));
        Assert.Equal(["low", "middle"], promotion.Context.Counterfactuals.Keys.Order());
        foreach (var (name, counterfactual) in promotion.Context.Counterfactuals)
        {
            var loser = Future(info, name);
            Assert.Equal((CounterfactualKind.Replayed, loser.Score, loser.Branch), (counterfactual.Kind, counterfactual.Score, counterfactual.Branch));
            Assert.Equal((await Aura.FindAsync(loser.Head))!.Payload, counterfactual.Value);
        }
        await AssertHoldsAsync(5);
        await AssertJoinsAsync(1);

        await Host.RestartAsync();
        foreach (var again in (SpeculationInfo[])
        [
            await Speculation.DescribeAsync(), await Speculation.WaitAsync(TimeSpan.Zero), await Speculation.CancelAsync(),
            await Speculation.RunAsync(Request(Rewarded("other", 9))), Assert.Single(await Aura.Agent("a").ListSpeculationsAsync()),
        ])
        {
            Assert.Equal(info with { Futures = [] }, again with { Futures = [] });
            Assert.Equal(info.Futures, again.Futures);
        }
        Assert.Equal(promotion.Id, (await Aura.Agent("a").LoadAsync())!.Id);
    }

    [Fact]
    public async Task Whatever_runs_it_comes_to_the_same_winner_and_scores()
    {
        await BeginAsync();
        var random = new Random(7);
        var futures = Enumerable.Range(0, 12).Select(i => Script($"f{i}", [.. Enumerable.Range(0, 1 + i % 4)
            .Select(_ => $$$"""{"payload":{"reward":{{{random.Next(100)}}}},"energyCost":{{{random.Next(10)}}},"type":"walk","causes":["chance"]}""")]));
        var info = await Speculation.RunAsync(new SpeculationRequest
        {
            Futures = [.. futures],
            Scorer = "sum",
            ScorerArguments = Payload.Parse("""{"factor":0.5}"""),
            Parallel = 5,
            Budget = new SpeculationBudget { Energy = 20 },
        });
        Assert.Equal("f3: 19 51 44 149 37 27.5 110 77.5 43.5 35.5 88 99", $"{info.Winner}: {string.Join(' ', info.Futures.Select(f => f.Score))}");
        Assert.Equal([FutureStatus.Finished, FutureStatus.Exhausted], info.Futures.Select(f => f.Status).Distinct());
        await AssertJoinsAsync(1);
    }

    [Fact]
    public async Task Of_two_that_tie_the_earlier_wins()
    {
        await BeginAsync();
        Assert.Equal("b", (await Speculation.RunAsync(Request(Rewarded("c", 1), Rewarded("b", 2), Rewarded("a", 2)))).Winner);
    }

    [Fact]
    public async Task Without_a_score_nothing_is_decided_and_nothing_promoted()
    {
        var start = await BeginAsync();
        var info = await Speculation.RunAsync(Request(Script("text", """{"payload":"none"}"""), Script("nothing")));
        Assert.Equal((SpeculationStatus.Undecided, null, null), (info.Status, info.Winner, info.Promotion));
        Assert.Equal([(FutureStatus.Finished, 1L), (FutureStatus.Finished, 0L)], info.Futures.Select(f => (f.Status, f.States)));
        Assert.Equal((start.Id, null), (info.Futures[1].Head, info.Futures[1].Score));
        Assert.Equal(start.Id, (await Aura.Agent("a").LoadAsync())!.Id);
    }

    [Theory]
    [InlineData("confidence", "null", "sure", 0.9, 0.1)]
    [InlineData("energy", "null", "cheap", -5.0, -1.0)]
    [InlineData("value", """{"path":"/list/1/a~1b"}""", "sure", 1.0, -2.5)]
    public async Task Scorers_that_need_no_code_rank_by_confidence_by_cost_and_by_a_value(
        string scorer, string arguments, string winner, double sure, double cheap)
    {
        await BeginAsync();
        var info = await Speculation.RunAsync(new SpeculationRequest
        {
            Futures =
            [
                Script("silent", """{"payload":{"list":[]},"energyCost":50}"""),
                Script("sure", """{"payload":1,"energyCost":2}""", """{"payload":{"list":[0,{"a/b":true}]},"confidence":0.9,"energyCost":3}"""),
                Script("cheap", """{"payload":{"list":[0,{"a/b":-2.5}]},"confidence":0.1,"energyCost":1}"""),
            ],
            Scorer = scorer,
            ScorerArguments = Payload.Parse(arguments),
        });
        Assert.Equal((winner, sure, cheap), (info.Winner, Future(info, "sure").Score, Future(info, "cheap").Score));
        Assert.Equal(5, Future(info, "sure").Energy);
    }

    [Fact]
    public async Task A_future_beyond_its_budget_is_ended_scored_and_cannot_win()
    {
        await BeginAsync();
        string Step(int reward, int cost) => $$$"""{"payload":{"reward":{{{reward}}}},"energyCost":{{{cost}}}}""";
        var info = await Speculation.RunAsync(Request(
            Script("long", Step(1, 1), Step(9, 1), Step(9, 1)), Script("costly", Step(1, 4), Step(8, 6), Step(9, 1)), Script("just", Step(1, 5), Step(5, 5)))
            with { Budget = new SpeculationBudget { States = 2, Energy = 10 } });
        Assert.Equal("just", info.Winner);
        Assert.Equal([(FutureStatus.Exhausted, 2L, 9.0), (FutureStatus.Exhausted, 2L, 8.0), (FutureStatus.Finished, 2L, 5.0)],
            info.Futures.Select(f => (f.Status, f.States, f.Score!.Value)));
        Assert.Equal([9, 8], (await Aura.Agent("a").LoadAsync())!.Context.Counterfactuals.OrderByDescending(c => c.Key).Select(c => c.Value.Score!.Value));
    }

    [Fact]
    public async Task A_simulation_that_never_returns_is_ended_when_the_time_is_up()
    {
        await BeginAsync();
        var gate = Gate.New();
        var started = await Speculation.StartAsync(Request(Gated("stuck", gate, 0, "stuck"), Rewarded("quick", 1))
            with { Budget = new SpeculationBudget { Time = TimeSpan.FromHours(1) } });
        Assert.Equal(started.StartedAt.AddHours(1), started.Deadline);
        await gate.Reached;
        Assert.Equal(SpeculationStatus.Running, (await EndedAsync("quick")).Status);
        Time.Advance(TimeSpan.FromHours(1));
        var info = await Speculation.RunAsync(null!);
        Assert.Equal(("quick", FutureStatus.Exhausted, 100.0), (info.Winner, Future(info, "stuck").Status, Future(info, "stuck").Score));
        gate.Open();
    }

    [Fact]
    public async Task What_fails_says_why_and_cannot_win()
    {
        await BeginAsync();
        var info = await Speculation.RunAsync(Request(
            new() { Name = "broken", Simulation = "broken" }, new() { Name = "unlawful", Simulation = "unlawful" },
            new() { Name = "unreadable", Simulation = "script", Arguments = Payload.Parse("""{"stops":[]}""") }, Rewarded("good", 1)));
        Assert.Equal("good", info.Winner);
        Assert.Equal((FutureStatus.Failed, 50.0, "Simulation 'broken' failed at step 1: It broke on purpose."),
            Future(info, "broken") is var broken ? (broken.Status, broken.Score, broken.Problem) : default);
        var unlawful = Future(info, "unlawful");
        Assert.Equal((FutureStatus.Failed, 0L), (unlawful.Status, unlawful.States));
        Assert.Equal("Simulation 'unlawful' made a state at step 0 that was refused: context.confidence is 2: it must lie in [0, 1].", unlawful.Problem);
        Assert.StartsWith(
            "Simulation 'script' failed at step 0: A script's arguments must be {\"steps\":[{\"payload\":…}]}: ", Future(info, "unreadable").Problem);
        Assert.Equal("null", (await Aura.Agent("a").LoadAsync())!.Context.Counterfactuals["unlawful"].Value.ToString());
    }

    [Theory]
    [InlineData("broken", "null", "Scorer 'broken' failed: It broke on purpose.")]
    [InlineData("boundless", "null", "Scorer 'boundless' gave Infinity, which is no finite number")]
    [InlineData("value", "{}", "Scorer 'value' failed: The arguments of scorer 'value' must be {\"path\":\"/…\"}, a JSON Pointer.")]
    public async Task A_scorer_that_fails_leaves_nothing_decided(string scorer, string arguments, string sentence)
    {
        await BeginAsync();
        var info = await Speculation.RunAsync(Request(Rewarded("x", 1)) with { Scorer = scorer, ScorerArguments = Payload.Parse(arguments) });
        Assert.Equal((SpeculationStatus.Undecided, FutureStatus.Failed, sentence), (info.Status, info.Futures[0].Status, info.Futures[0].Problem));
    }

    [Fact]
    public async Task A_cancelled_speculation_has_no_winner_and_keeps_what_its_futures_came_to()
    {
        var start = await BeginAsync();
        var gate = Gate.New();
        await Speculation.StartAsync(Request(Gated("slow", gate, 5), Gated("stuck", gate, 5, "stuck")));
        await gate.Reached;
        var info = await Speculation.CancelAsync();
        Assert.Equal((SpeculationStatus.Cancelled, null, null), (info.Status, info.Winner, info.Promotion));
        Assert.All(info.Futures, f => Assert.Equal((FutureStatus.Cancelled, null), (f.Status, f.Score)));
        gate.Open();
        foreach (var again in (SpeculationInfo[])[await Speculation.CancelAsync(), await Speculation.RunAsync(Request(Rewarded("x", 1)))])
            Assert.Equal((SpeculationStatus.Cancelled, 2), (again.Status, again.Futures.Count));
        Assert.Equal(start.Id, (await Aura.Agent("a").LoadAsync(new LoadRequest { Fresh = true }))!.Id);
        await AssertJoinsAsync(0);
    }

    [Fact]
    public async Task A_winner_that_is_kept_apart_stays_on_its_branch()
    {
        var start = await BeginAsync();
        var info = await Speculation.RunAsync(Request(Rewarded("x", 1)) with { KeepApart = true });
        Assert.Equal((SpeculationStatus.Won, "x", null), (info.Status, info.Winner, info.Promotion));
        Assert.Equal(start.Id, (await Aura.Agent("a").LoadAsync())!.Id);
        Assert.Equal(info.Futures[0].Head, (await Aura.Branch("a", "s/x").LoadAsync())!.Id);
    }

    [Fact]
    public async Task Futures_leave_any_state_of_any_line_and_come_back_to_that_line()
    {
        var states = await SaveAsync(Aura.Agent("a"), 3);
        await Aura.Agent("a").CreateBranchAsync("b", states[1].Id);
        var own = await Aura.Branch("a", "b").SaveAsync("x", "own");
        var info = await Speculation.RunAsync(Request(Rewarded("x", 1)) with { Branch = "b", From = states[0].Id });
        Assert.Equal(("b", states[0].Id), (info.Branch, info.From));
        var promotion = (await Aura.Branch("a", "b").LoadAsync())!;
        Assert.Equal([own.Id, info.Futures[0].Head], promotion.Parents);
        Assert.Equal([states[0].Id], (await Aura.Branch("a", "s/x").HistoryAsync().ToListAsync())[1].Parents);
        await AssertHoldsAsync(4);
    }

    [Fact]
    public async Task No_more_futures_run_at_once_than_may()
    {
        await BeginAsync();
        var gate = Gate.New();
        await Speculation.StartAsync(Request([.. Enumerable.Range(0, 6).Select(i => Gated($"f{i}", gate, i))]) with { Parallel = 2 });
        await gate.Reached;
        gate.Open();
        Assert.Equal("f5", (await Speculation.RunAsync(null!)).Winner);
        Assert.InRange(gate.Most, 1, 2);
    }

    [Fact]
    public async Task Large_losers_are_named_instead_of_repeated()
    {
        await BeginAsync();
        var large = Script("large", $$$"""{"payload":{"reward":0,"text":"{{{new string('x', 100_000)}}}"}}""");
        var info = await Speculation.RunAsync(Request(large, Rewarded("small", 1), Rewarded("best", 2)));
        var counterfactuals = (await Aura.Agent("a").LoadAsync())!.Context.Counterfactuals;
        Assert.Equal($$"""{"state":"{{Future(info, "large").Head}}"}""", counterfactuals["large"].Value.ToString());
        Assert.Equal("""{"reward":1}""", counterfactuals["small"].Value.ToString());
    }
}
