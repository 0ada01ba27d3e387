using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    private static CausalContext Instead(string name, Counterfactual counterfactual, params Cause[] causes) =>
        new() { Causes = causes, Counterfactuals = new Dictionary<string, Counterfactual> { [name] = counterfactual } };

    [Fact]
    public async Task A_decision_can_be_taken_the_other_way_on_a_branch_that_starts_before_it()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 2);
        var value = Payload.Parse("{ \"go\" : 1e400 }");
        var decision = await agent.SaveAsync(
            "decision", "stay", Instead("go", new Counterfactual { Value = value, Kind = CounterfactualKind.Modelled, Score = 0.8 }));
        var later = await SaveAsync(agent, 1);

        var whatIf = await agent.WhatIfAsync(new() { State = decision.Id, Counterfactual = "go" });
        Assert.Equal((decision.Id, "go", 0.8, null, null), (whatIf.State, whatIf.Counterfactual, whatIf.Predicted, whatIf.Realised, whatIf.Factual));
        Assert.Equal(("a", "what-if/go", "main", decision.Parents[0], 2L, 1L),
            (whatIf.Branch.Agent, whatIf.Branch.Name, whatIf.Branch.Origin, whatIf.Branch.ForkState, whatIf.Branch.ForkVersion, whatIf.Branch.States));
        var branch = Aura.Branch("a", "what-if/go");
        var first = (await branch.LoadAsync())!;
        Assert.Equal((3L, "decision", StateSource.Fork, "{ \"go\" : 1e400 }", "what-if", null),
            (first.Version, first.Type, first.Source, first.Payload!.ToString(), first.OperationId, first.Context.Confidence));
        Assert.Equal([Cause.Of(decision.Id, CausalRelation.Enabled), Cause.Of("what-if:go")], first.Context.Causes);
        Assert.Equal(first.Id, whatIf.Branch.Head);
        Assert.Equal(later[0].Id, (await agent.LoadAsync())!.Id);
        Assert.Equal([1L, 2, 3], await VersionsAsync(branch));
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task What_an_outcome_could_have_been_starts_before_the_last_decision_that_it_names()
    {
        var agent = Aura.Agent("a");
        var asked = await agent.SaveAsync("observation", "asked");
        var good = await agent.SaveAsync("decision", "good");
        var bad = await agent.SaveAsync("decision", "bad");
        var unrelated = await agent.SaveAsync("decision", "unrelated");
        var foreign = await Aura.Agent("b").SaveAsync("decision", "another's");
        var outcome = await agent.SaveAsync("outcome", "false", Instead(
            "better", "other", good, bad, Cause.Of(unrelated.Id, CausalRelation.NoEffect), asked, "label", foreign));
        var whatIf = await agent.WhatIfAsync(new() { State = outcome.Id, Counterfactual = "better" });
        Assert.Equal((bad.Parents[0], "what-if/better"), (whatIf.Branch.ForkState, whatIf.Branch.Name));
        var first = (await Aura.Branch("a", "what-if/better").LoadAsync())!;
        Assert.Equal("decision", first.Type);
        Assert.Equal([Cause.Of(outcome.Id, CausalRelation.Enabled), Cause.Of("what-if:better"), Cause.Of(bad.Id, CausalRelation.NoEffect)], first.Context.Causes);

        var alone = await agent.SaveAsync("outcome", "false", Instead("alone", Payload.Parse("0.5"), asked));
        whatIf = await agent.WhatIfAsync(new() { State = alone.Id, Counterfactual = "alone" });
        Assert.Equal(alone.Parents[0], whatIf.Branch.ForkState);
        // What could have been is no outcome of its own.
        Assert.Equal(("outcome", null), ((await Aura.Branch("a", "what-if/alone").LoadAsync())!.Type, whatIf.Realised));
    }

    [Fact]
    public async Task The_caller_may_say_which_choice_and_which_branch()
    {
        var agent = Aura.Agent("a");
        var states = await SaveAsync(agent, 4);
        await agent.CreateBranchAsync("side", states[2].Id);
        var side = await Aura.Branch("a", "side").SaveAsync("decision", "side", Instead("go", "there"));
        var whatIf = await agent.WhatIfAsync(new() { State = side.Id, Counterfactual = "go", Choice = states[1].Id, Branch = "mine" });
        Assert.Equal(("mine", states[0].Id), (whatIf.Branch.Name, whatIf.Branch.ForkState));
        whatIf = await agent.WhatIfAsync(new() { State = side.Id, Counterfactual = "go" });
        Assert.Equal(("what-if/go", "main", states[2].Id), (whatIf.Branch.Name, whatIf.Branch.Origin, whatIf.Branch.ForkState));
        var deeper = await Aura.Branch("a", "what-if/go").SaveAsync("decision", "deeper", Instead("back", "home"));
        whatIf = await agent.WhatIfAsync(new() { State = deeper.Id, Counterfactual = "back" });
        Assert.Equal("what-if/go", whatIf.Branch.Origin);
        Assert.Equal(["mine", "what-if/back", "what-if/go"], (await agent.ListWhatIfsAsync()).Select(w => w.Branch.Name));
        await AssertHoldsAsync(5);
    }

    [Fact]
    public async Task Asked_again_a_what_if_is_the_same_one()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 1);
        var decision = await agent.SaveAsync("decision", "stay", Instead("go", "there"));
        var request = new WhatIfRequest { State = decision.Id, Counterfactual = "go" };
        var made = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () => await Aura.Agent("a").WhatIfAsync(request))));
        Assert.Single(made.Distinct());
        Assert.Equal(made[0], await agent.WhatIfAsync(request with { Choice = decision.Id, Branch = "what-if/go" }));
        await Aura.Branch("a", "what-if/go").SaveAsync("outcome", Payload.Parse("1"));
        await Host.RestartAsync();
        var again = await Aura.Agent("a").WhatIfAsync(request);
        Assert.Equal((2L, 1.0), (again.Branch.States, again.Realised));
        Assert.Equal(made[0].Branch.Head, (await Aura.Branch("a", "what-if/go").LoadAsync(new LoadRequest { Version = 2 }))!.Id);
        Assert.Equal([again], await Aura.Agent("a").ListWhatIfsAsync());
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task A_what_if_that_was_left_between_its_branch_and_its_first_state_goes_on()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 1);
        var decision = await agent.SaveAsync("decision", "stay", Instead("go", "there"));
        await agent.CreateBranchAsync("what-if/go", decision.Parents[0]);
        // The branch is in somebody's memory now, at the state that it forks at.
        var branch = Aura.Branch("a", "what-if/go");
        Assert.Equal(1, (await branch.LoadAsync())!.Version);
        Assert.Empty(await agent.ListWhatIfsAsync());
        var whatIf = await agent.WhatIfAsync(new() { State = decision.Id, Counterfactual = "go" });
        Assert.Equal((2L, whatIf.Branch.Head), await branch.LoadAsync() is { } head ? (head.Version, head.Id) : default);
        Assert.Equal(whatIf.Branch, await branch.DescribeAsync());
        Assert.Equal(3, (await branch.SaveAsync("x", "next")).Version);
    }

    [Fact]
    public async Task A_what_if_that_cannot_be_says_why_and_makes_no_branch()
    {
        var agent = Aura.Agent("a");
        var first = await agent.SaveAsync("decision", "first", Instead("go", "there"));
        var both = Instead("go", "there") with { Counterfactuals = new Dictionary<string, Counterfactual> { ["go"] = "there", ["back"] = "home" } };
        var decision = await agent.SaveAsync("decision", "stay", both);
        var foreign = await Aura.Agent("b").SaveAsync("decision", "stay", both);
        var plain = await agent.SaveAsync("decision", "x");
        var unknown = StateId.Create(Time.GetUtcNow());
        foreach (var (state, counterfactual, choice, sentence) in ((StateId, string, StateId?, string)[])
        [
            (unknown, "go", null, $"Agent 'a' has no state {unknown}."),
            (foreign.Id, "go", null, $"Agent 'a' has no state {foreign.Id}."),
            (decision.Id, "g", null, $"State {decision.Id} has no counterfactual 'g': it has back, go."),
            (plain.Id, "go", null, $"State {plain.Id} has no counterfactual 'go': it has none."),
            (decision.Id, "go", unknown, $"Agent 'a' has no state {unknown}."),
            (decision.Id, "go", foreign.Id, $"Agent 'a' has no state {foreign.Id}."),
        ])
        {
            var error = await Assert.ThrowsAsync<NotFoundException>(
                async () => await agent.WhatIfAsync(new() { State = state, Counterfactual = counterfactual, Choice = choice }));
            Assert.Equal(sentence, error.Message);
        }
        await WhatIfRefusedAsync(new() { State = first.Id, Counterfactual = "go" }, "choice", $"State {first.Id} is the first of agent 'a': nothing lies before it.");
        await WhatIfRefusedAsync(new() { State = decision.Id, Counterfactual = "" }, "counterfactual", "counterfactual is empty: it must have 1 to 200 characters.");
        await WhatIfRefusedAsync(
            new() { State = decision.Id, Counterfactual = "go", Branch = new('x', 201) }, "branch", "branch has 201 characters: at most 200 are allowed.");
        Assert.Single(await agent.ListBranchesAsync());
    }

    [Fact]
    public async Task A_branch_that_is_something_else_is_left_alone()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 2);
        var context = Instead("go", "there") with { Counterfactuals = new Dictionary<string, Counterfactual> { ["go"] = "there", ["back"] = "home" } };
        var decision = await agent.SaveAsync("decision", "stay", context);
        await agent.CreateBranchAsync("elsewhere", (await agent.LoadAsync(new LoadRequest { Version = 1 }))!.Id);
        await agent.CreateBranchAsync("used", decision.Parents[0]);
        await Aura.Branch("a", "used").SaveAsync(new SaveRequest { Payload = "there", OperationId = "what-if" });
        await agent.CreateBranchAsync("worn", decision.Parents[0]);
        await SaveAsync(Aura.Branch("a", "worn"), 2);
        await agent.WhatIfAsync(new() { State = decision.Id, Counterfactual = "back", Branch = "back" });
        foreach (var branch in (string[])["main", "elsewhere", "used", "worn", "back"])
        {
            await WhatIfRefusedAsync(
                new() { State = decision.Id, Counterfactual = "go", Branch = branch }, "branch",
                $"Agent 'a' already has a branch '{branch}', and it does not try this counterfactual.");
        }
        Assert.Equal(
            [("main", 3L), ("back", 1), ("elsewhere", 0), ("used", 1), ("worn", 2)], (await agent.ListBranchesAsync()).Select(b => (b.Name, b.States)));
    }

    [Fact]
    public async Task What_was_predicted_stands_beside_what_came_of_it_and_what_came_of_the_choice()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 1);
        var decision = await agent.SaveAsync("decision", "stay", Instead("go", new Counterfactual { Value = "there", Score = 0.75 }));
        await agent.SaveAsync("observation", "between");
        var outcome = await agent.SaveAsync("outcome", Payload.Parse("{\"reward\":0.25}"), Instead("better", "plan", decision));
        await agent.SaveAsync("outcome", Payload.Parse("1"));
        await agent.WhatIfAsync(new() { State = decision.Id, Counterfactual = "go" });
        await agent.WhatIfAsync(new() { State = outcome.Id, Counterfactual = "better" });
        Assert.Equal([("better", null, null, 0.25), ("go", 0.75, null, 0.25)], await ListAsync());

        foreach (var (json, realised) in ((string, double?)[])
        [
            ("false", 0), ("{\"score\":\"none\",\"reward\":3,\"success\":true}", 3), ("{\"success\":true,\"score\":-0.5}", -0.5), ("\"no idea\"", null), ("1e400", null),
            ("{\"\\ud800\":1,\"success\":true}", 1),
        ])
        {
            await Aura.Branch("a", "what-if/go").SaveAsync("outcome", Payload.Parse(json));
            await Aura.Branch("a", "what-if/go").SaveAsync("observation", "after");
            Assert.Equal([("better", null, null, 0.25), ("go", 0.75, realised, 0.25)], await ListAsync());
        }
        // What a retrieval makes of an outcome is none, though it keeps the type.
        var last = await Aura.Branch("a", "what-if/go").LoadAsync("outcome");
        await Aura.Branch("a", "what-if/go").RetrieveAsync(new()
        {
            Retrieval = "project", Arguments = Payload.Parse("{\"paths\":[]}"), From = new() { Id = last!.Id }, Remember = true,
        });
        Assert.Equal(1, (await agent.ListWhatIfsAsync())[1].Realised);
        // Other branches, those of other agents and those without a state are none.
        await agent.CreateBranchAsync("empty");
        await agent.CreateBranchAsync("other");
        await SaveAsync(Aura.Branch("a", "other"), 1);
        Assert.Equal(2, (await agent.ListWhatIfsAsync()).Count);
        Assert.Empty(await Aura.Agent("b").ListWhatIfsAsync());

        async Task<IEnumerable<(string, double?, double?, double?)>> ListAsync() =>
            (await agent.ListWhatIfsAsync()).Select(w => (w.Counterfactual, w.Predicted, w.Realised, w.Factual));
    }

    private async Task WhatIfRefusedAsync(WhatIfRequest request, string field, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.Agent("a").WhatIfAsync(request));
        Assert.Equal((field, message), (error.Field, error.Message));
    }
}
