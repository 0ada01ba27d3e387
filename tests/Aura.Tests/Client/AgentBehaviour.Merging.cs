namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task A_merge_joins_what_both_sides_changed()
    {
        var start = await SaveJsonAsync("main", """{"goal":"fly","budget":200,"notes":{"a":1}}""");
        await ForkAsync("x");
        var theirs = await SaveJsonAsync("x", """{"goal":"fly","budget":150,"notes":{"a":1,"b":2}}""");
        var ours = await SaveJsonAsync("main", """{"goal":"take the train","budget":200,"notes":{"a":1}}""");
        var preview = await Aura.Agent("a").MergeAsync(new MergeRequest { Branch = "x", Preview = true });
        Assert.Equal((MergeKind.Merged, null), (preview.Kind, preview.State));

        var report = await Aura.Agent("a").MergeAsync(new MergeRequest { Branch = "x", OperationId = "op", Context = new CausalContext { Causes = ["agreed"] } });
        Assert.Equal((MergeKind.Merged, ours.Id, theirs.Id), (report.Kind, report.Ours, report.Theirs));
        Assert.Equal([start.Id], report.Bases);
        AssertJson("""{"goal":"take the train","budget":150,"notes":{"a":1,"b":2}}""", report.Payload);
        Assert.Equal((StateSource.Merge, report.Payload), (report.State!.Source, report.State.Payload));
        Assert.Equal([ours.Id, theirs.Id], report.State.Parents);
        Assert.Equal(report.Payload, preview.Payload);
        Assert.Empty(report.Conflicts);
        Assert.Equal(BranchStatus.Merged, await StatusAsync("x"));

        Assert.Equal(report.State.Id, (await Aura.Agent("a").MergeAsync(new MergeRequest { Branch = "x", OperationId = "op" })).State!.Id);
        Assert.Equal((MergeKind.UpToDate, null), await KindAsync("main", "x"));
        Assert.Equal((MergeKind.FastForward, 3L), await KindAsync("x", "main"));
        Assert.Equal((MergeKind.FastForward, 4L), await KindAsync("main", "x"));
        Assert.Equal(report.State.PayloadDigest, (await Aura.Agent("a").LoadAsync())!.PayloadDigest);
        await AssertHoldsAsync(2);

        async Task<(MergeKind, long?)> KindAsync(string into, string from)
        {
            var merge = await Aura.Branch("a", into).MergeAsync(new MergeRequest { Branch = from });
            return (merge.Kind, merge.State?.Version);
        }
    }

    [Fact]
    public async Task Conflicts_are_returned_and_nothing_is_stored_unless_somebody_decides_them()
    {
        await SaveJsonAsync("main", """{"goal":"fly","budget":200}""");
        await ForkAsync("x");
        await SaveJsonAsync("x", """{"goal":"sail","budget":150}""");
        await SaveJsonAsync("main", """{"goal":"walk","budget":200}""");
        var agent = Aura.Agent("a");
        var report = await agent.MergeAsync(new MergeRequest { Branch = "x" });
        Assert.Equal((MergeKind.Conflicted, null, 2L), (report.Kind, report.State, (await agent.LoadAsync())!.Version));
        var conflict = Assert.Single(report.Conflicts);
        Assert.Equal(new MergeConflict { Path = "/goal", Base = "fly", Ours = "walk", Theirs = "sail" }, conflict);
        AssertJson("""{"goal":"walk","budget":150}""", report.Payload);

        async Task MergesAsync(MergeRequest request, string expected, params string[] causes)
        {
            var preview = await agent.MergeAsync(request with { Branch = "x", Preview = true });
            AssertJson(expected, preview.Payload);
            var name = $"y{Guid.NewGuid()}";
            await agent.CreateBranchAsync(name);
            var merge = (await Aura.Branch("a", name).MergeAsync(request with { Branch = "x" })).State!;
            AssertJson(expected, merge.Payload);
            Assert.Equal(causes, merge.Context.Causes.Select(c => c.ToString()));
            Assert.Equal(["resolved:/goal"], merge.Context.Effects);
        }

        await MergesAsync(new MergeRequest { Strategy = MergeStrategy.Ours }, """{"goal":"walk","budget":150}""", "strategy:ours");
        await MergesAsync(new MergeRequest { Strategy = MergeStrategy.Theirs }, """{"goal":"sail","budget":150}""", "strategy:theirs");
        await MergesAsync(new MergeRequest { Resolver = "both" }, """{"goal":["walk","sail"],"budget":150}""", "resolver:both");
        await MergesAsync(
            new MergeRequest { Resolver = "shrug", Strategy = MergeStrategy.Ours }, """{"goal":"walk","budget":150}""", "resolver:shrug", "strategy:ours");
        Assert.Equal(MergeKind.Conflicted, (await agent.MergeAsync(new MergeRequest { Branch = "x", Resolver = "shrug" })).Kind);
    }

    [Fact]
    public async Task A_merge_of_branches_that_were_merged_crosswise_starts_from_all_their_common_ancestors()
    {
        await SaveJsonAsync("main", """{"a":0,"b":0,"c":0}""");
        await ForkAsync("x");
        var x = await SaveJsonAsync("x", """{"a":1,"b":0,"c":0}""");
        var main = await SaveJsonAsync("main", """{"a":0,"b":1,"c":0}""");
        var left = (await Aura.Agent("a").MergeAsync(new MergeRequest { State = x.Id })).State!;
        var right = (await Aura.Branch("a", "x").MergeAsync(new MergeRequest { State = main.Id })).State!;
        AssertJson("""{"a":1,"b":1,"c":0}""", left.Payload);
        AssertJson("""{"a":1,"b":1,"c":0}""", right.Payload);
        await SaveJsonAsync("main", """{"a":2,"b":1,"c":0}""");
        await SaveJsonAsync("x", """{"a":1,"b":2,"c":3}""");
        var report = await Aura.Agent("a").MergeAsync(new MergeRequest { Branch = "x" });
        Assert.Equal(new HashSet<StateId> { x.Id, main.Id }, report.Bases.ToHashSet());
        AssertJson("""{"a":2,"b":2,"c":3}""", report.Payload);
        Assert.Equal(MergeKind.Merged, report.Kind);
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused_and_nothing_is_stored()
    {
        var start = await SaveJsonAsync("main", "0");
        var foreign = await Aura.Agent("b").SaveAsync("x", "1");
        async Task RefusedAsync(MergeRequest request, string field, string message)
        {
            var error = await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.Agent("a").MergeAsync(request));
            Assert.Equal((field, message), (error.Field, error.Message));
        }

        await RefusedAsync(new MergeRequest(), "branch", "A merge names either the branch or the state that is merged in.");
        await RefusedAsync(new MergeRequest { Branch = "x", State = start.Id }, "branch", "A merge names either the branch or the state that is merged in.");
        await RefusedAsync(new MergeRequest { State = foreign.Id }, "state", $"State {foreign.Id} is not one of agent 'a'.");
        await RefusedAsync(new MergeRequest { Branch = "x", Resolver = "none" }, "resolver", "Resolver 'none' is not registered: both, hang, shrug.");
        await RefusedAsync(
            new MergeRequest { Branch = "speculation:x" }, "branch", "branch is 'speculation:x': what begins with 'speculation:' is kept for speculations.");
        await Assert.ThrowsAsync<NotFoundException>(async () => await Aura.Agent("a").MergeAsync(new MergeRequest { Branch = "none" }));
        await Assert.ThrowsAsync<ConcurrencyException>(
            async () => await Aura.Agent("a").MergeAsync(new MergeRequest { State = start.Id, ExpectedVersion = 2 }));
        Assert.Equal(start.Id, (await Aura.Agent("a").LoadAsync())!.Id);
    }

    [Fact]
    public async Task A_resolver_that_never_answers_holds_the_line_for_a_while_only()
    {
        await SaveJsonAsync("main", "0");
        await ForkAsync("x");
        await SaveJsonAsync("x", "1");
        await SaveJsonAsync("main", "2");
        var merge = Task.Run(async () => await Aura.Agent("a").MergeAsync(new MergeRequest { Branch = "x", Resolver = "hang" }));
        while (!merge.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => merge);
        Assert.Equal("Resolver took longer than 5 s over the conflict at ''.", error.Message);
        Assert.Equal(3, (await SaveJsonAsync("main", "3")).Version);
    }
}
