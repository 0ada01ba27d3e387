namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task A_speculation_that_makes_no_sense_is_refused_and_stores_nothing()
    {
        var good = Request(Rewarded("x", 1));
        await RefusedAsync(good, "branch", "Agent 'a' has no state to start futures from.");
        await BeginAsync();
        var foreign = await Aura.Agent("b").SaveAsync("x", "y");
        await Aura.Agent("a").CreateBranchAsync("closed");
        await Aura.Branch("a", "closed").DiscardAsync(new DiscardRequest());
        await Aura.Agent("a").CreateBranchAsync("s/taken");
        await Aura.Branch("a", "s/taken").SaveAsync("x", "y");
        var before = await Aura.StatisticsAsync();

        await RefusedAsync(good with { Futures = [] }, "futures", "Futures are 0: 1 to 1,000 are allowed.");
        await RefusedAsync(Request([.. Enumerable.Range(0, 1001).Select(i => Rewarded($"{i}", i))]), "futures", "Futures are 1,001: 1 to 1,000 are allowed.");
        await RefusedAsync(Request(Rewarded("x", 1), Rewarded("y", 1), Rewarded("x", 2)), "futures",
            "Futures have the name 'x' 2 times: each must have one of its own.");
        await RefusedAsync(Request(Rewarded("", 1)), "futures[0].name", "futures[0].name is empty: it must have 1 to 200 characters.");
        await RefusedAsync(Request(Rewarded(new string('x', 199), 1)), "futures[0].name",
            "futures[0].name has 199 characters: beside the speculation's name at most 198 are allowed.");
        await RefusedAsync(Request(Rewarded("taken", 1)), "futures",
            "Agent 'a' already has a branch 's/taken': give the speculation or the future another name.");
        await RefusedAsync(good with { Futures = [good.Futures[0] with { Simulation = "none" }] }, "simulation",
            "Simulation 'none' is not registered: broken, gated, script, stuck, unlawful.");
        await RefusedAsync(good with { Scorer = "none" }, "scorer",
            "Scorer 'none' is not registered: boundless, broken, confidence, energy, stuck, sum, value.");
        await RefusedAsync(good with { Branch = "none" }, "branch", "Agent 'a' has no branch 'none'.");
        await RefusedAsync(good with { Branch = "closed" }, "branch", "Branch 'closed' of agent 'a' is closed: nothing could be promoted to it.");
        await RefusedAsync(good with { Branch = "speculation:s" }, "branch",
            "branch is 'speculation:s': what begins with 'speculation:' is kept for speculations.");
        await RefusedAsync(good with { From = foreign.Id }, "from", $"State {foreign.Id} is no part of branch 'main' of agent 'a'.");
        await RefusedAsync(good with { Parallel = 0 }, "parallel", "Parallel is 0: it must be at least 1.");
        await RefusedAsync(Request(Driven("x")), "budget.time", "budget.time is missing: future 'x' is driven from outside and may never come to its end.");
        await RefusedAsync(good with { Budget = new() { States = 0 } }, "budget.states", "budget.states is 0: it must be at least 1.");
        foreach (var time in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.FromDays(31)])
            await RefusedAsync(good with { Budget = new() { Time = time } }, "budget.time",
                $"budget.time is {time}: more than nothing and at most 30 days are allowed.");
        foreach (var energy in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            await RefusedAsync(good with { Budget = new() { Energy = energy } }, "budget.energy",
                $"budget.energy is {energy}: it must be a finite number of joules above 0.");
        await Assert.ThrowsAsync<InvalidInputException>(async () => await Speculation.StartAsync(good with { ScorerArguments = Deep() }));

        await Assert.ThrowsAsync<NotFoundException>(async () => await Speculation.DescribeAsync());
        await Assert.ThrowsAsync<NotFoundException>(async () => await Speculation.WaitAsync(TimeSpan.Zero));
        await Assert.ThrowsAsync<NotFoundException>(async () => await Speculation.CancelAsync());
        var after = await Aura.StatisticsAsync();
        Assert.Equal((before.States, before.Branches), (after.States, after.Branches));
        Assert.Empty(await Aura.Agent("a").ListSpeculationsAsync());
        Assert.Equal("x", (await Speculation.RunAsync(good)).Winner);

        static Payload Deep() => Payload.Parse(new string('[', 64) + new string(']', 64));
    }

    [Fact]
    public async Task Names_of_speculations_are_branches_names_too_and_theirs_alone()
    {
        await BeginAsync();
        foreach (var name in (string[])["", new('x', 189), "a\nb", "speculation:x", "b/c"])
            Assert.Equal("speculation", Assert.Throws<InvalidInputException>(() => Aura.Speculation("a", name)).Field);
        Assert.Equal("agent", Assert.Throws<InvalidInputException>(() => Aura.Speculation("", "x")).Field);
        await RefusesAsync("name", "name is 'speculation:x': what begins with 'speculation:' is kept for speculations.",
            async () => await Aura.Agent("a").CreateBranchAsync("speculation:x"));
        await RefusesAsync("atMost", "atMost is -00:00:01: it must not be negative.", async () => await Speculation.WaitAsync(TimeSpan.FromSeconds(-1)));
        var longest = Aura.Speculation("a", new string('s', 188));
        Assert.Equal("elevenchars", (await longest.RunAsync(Request(Rewarded("elevenchars", 1)))).Winner);
        Assert.Equal("speculation is 'b/c': a slash parts it from its futures' names, so that it can have none.",
            Assert.Throws<InvalidInputException>(() => Aura.Speculation("a", "b/c")).Message);
        Assert.Equal("c/x", (await Aura.Speculation("a", "b").RunAsync(Request(Rewarded("c/x", 1)))).Winner);
        Assert.Equal(2, (await Aura.Agent("a").ListSpeculationsAsync()).Count);
    }
}
