namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    private async Task<AgentState> SaveJsonAsync(string branch, string json) => await Aura.Branch("a", branch).SaveAsync("x", Payload.Parse(json));

    private async Task<IBranch> ForkAsync(string name, StateId? from = null)
    {
        await Aura.Agent("a").CreateBranchAsync(name, from);
        return Aura.Branch("a", name);
    }

    private async Task<BranchStatus> StatusAsync(string branch)
    {
        var listed = (await Aura.Agent("a").ListBranchesAsync()).Single(b => b.Name == branch);
        Assert.Equal(listed, await Aura.Branch("a", branch).DescribeAsync());
        return listed.Status;
    }

    private static void AssertJson(string expected, Payload? actual) =>
        Assert.True(System.Text.Json.JsonElement.DeepEquals(Payload.Parse(expected).Open().RootElement, actual!.Open().RootElement), $"{expected} {actual}");

    [Fact]
    public async Task A_promotion_is_one_state_with_two_parents_that_takes_over_what_the_branch_has_come_to()
    {
        var start = await SaveJsonAsync("main", """{"at":0}""");
        var branch = await ForkAsync("x");
        await branch.SaveAsync("y", Payload.Parse("""{"at":1}"""));
        var best = await branch.SaveAsync("y", Payload.Parse("""{"at": 2}"""));
        var meanwhile = await SaveJsonAsync("main", """{"at":9}""");

        var promotion = await Aura.Agent("a").PromoteAsync(new PromoteRequest
        {
            Branch = "x",
            Context = new CausalContext { Causes = ["best_score"], Confidence = 0.5 },
        });
        Assert.Equal([meanwhile.Id, best.Id], promotion.Parents);
        Assert.Equal((StateSource.Promotion, "y", 3L, "main", best.PayloadDigest), (promotion.Source, promotion.Type, promotion.Version, promotion.Branch, promotion.PayloadDigest));
        Assert.Equal(["state:" + best.Id, "best_score"], promotion.Context.Causes.Select(c => c.ToString()));
        Assert.Equal(0.5, promotion.Context.Confidence);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal([start.Id, meanwhile.Id, promotion.Id], await Aura.Agent("a").HistoryAsync().Select(s => s.Id).ToListAsync());
            Assert.Equal(BranchStatus.Promoted, await StatusAsync("x"));
            Assert.Equal(promotion.Id, (await Aura.Branch("a", "x").DescribeAsync()).JoinedBy);
            await Host.RestartAsync();
        }
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task A_branch_that_was_promoted_is_told_so_and_can_be_again_only_after_it_went_on()
    {
        await SaveJsonAsync("main", "0");
        var branch = await ForkAsync("x");
        await branch.SaveAsync("y", "1");
        var request = new PromoteRequest { Branch = "x", OperationId = "op" };
        var first = await Aura.Agent("a").PromoteAsync(request);
        Assert.Equal(first.Id, (await Aura.Agent("a").PromoteAsync(request)).Id);
        var told = await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.Agent("a").PromoteAsync(new PromoteRequest { Branch = "x" }));
        Assert.Equal(("branch", $"Branch 'x' of agent 'a' is part of 'main' already, by state {first.Id}."), (told.Field, told.Message));

        await branch.SaveAsync("y", "2");
        Assert.Equal(BranchStatus.Open, await StatusAsync("x"));
        var second = await Aura.Agent("a").PromoteAsync(new PromoteRequest { Branch = "x" });
        Assert.Equal(3, second.Version);
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task Of_many_promotions_at_once_one_wins_and_the_others_are_told()
    {
        await SaveJsonAsync("main", "0");
        await (await ForkAsync("x")).SaveAsync("y", "1");
        var other = await Host.ConnectAsync();
        var tries = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            try
            {
                await (i % 2 == 0 ? Aura : other).Agent("a").PromoteAsync(new PromoteRequest { Branch = "x" });
                return 1;
            }
            catch (InvalidInputException e)
            {
                Assert.Contains("already", e.Message, StringComparison.Ordinal);
                return 0;
            }
        })));
        Assert.Equal(1, tries.Sum());
        Assert.Equal(2, (await Aura.Agent("a").LoadAsync(new LoadRequest { Fresh = true }))!.Version);
    }

    [Fact]
    public async Task What_cannot_be_promoted_is_refused_and_nothing_is_stored()
    {
        var start = await SaveJsonAsync("main", "0");
        await ForkAsync("empty");
        var request = new PromoteRequest { Branch = "empty" };
        async Task RefusedAsync<T>(PromoteRequest promotion, string message, string agent = "a")
            where T : Exception =>
            Assert.Equal(message, (await Assert.ThrowsAsync<T>(async () => await Aura.Agent(agent).PromoteAsync(promotion))).Message);

        await RefusedAsync<InvalidInputException>(request, "Branch 'empty' of agent 'a' has no state of its own to promote.");
        await RefusedAsync<NotFoundException>(new PromoteRequest { Branch = "none" }, "Agent 'a' has no branch 'none'.");
        await RefusedAsync<InvalidInputException>(new PromoteRequest { Branch = "main" }, "Branch 'main' cannot be promoted to itself.");
        await RefusedAsync<InvalidInputException>(request, "Agent 'nobody' has no state.", "nobody");
        var own = await Aura.Branch("a", "empty").SaveAsync("y", "1");
        await RefusedAsync<InvalidInputException>(request with { Head = start.Id },
            $"Branch 'empty' of agent 'a' has gone on from state {start.Id} to {own.Id}.");
        var conflict = await Assert.ThrowsAsync<ConcurrencyException>(async () => await Aura.Agent("a").PromoteAsync(request with { ExpectedVersion = 7 }));
        Assert.Equal((7L, 1L), (conflict.Expected, conflict.Actual));
        await Aura.Branch("a", "empty").DiscardAsync(new DiscardRequest());
        await RefusedAsync<InvalidInputException>(request, "Branch 'empty' of agent 'a' was discarded: open another at one of its states to go on.");
        Assert.Equal(start.Id, (await Aura.Agent("a").LoadAsync())!.Id);
    }

    [Fact]
    public async Task A_discarded_branch_keeps_its_history_and_its_lesson_and_takes_no_more()
    {
        var start = await SaveJsonAsync("main", "0");
        var branch = await ForkAsync("x");
        var request = new SaveRequest { Type = "y", Payload = "1", OperationId = "op" };
        var tried = await branch.SaveAsync(request);
        var lesson = await branch.DiscardAsync(new DiscardRequest { Lesson = "too dear", Context = new CausalContext { Causes = ["price"] } });
        Assert.Equal((StateSource.Discard, StateTypes.Lesson, 3L, "\"too dear\""), (lesson.Source, lesson.Type, lesson.Version, lesson.Payload!.ToString()));

        for (var round = 0; round < 2; round++)
        {
            branch = Aura.Branch("a", "x");
            Assert.Equal(lesson.Id, (await branch.DiscardAsync(new DiscardRequest { Lesson = "another" })).Id);
            Assert.Equal(tried.Id, (await branch.SaveAsync(request)).Id);
            foreach (var call in (Func<Task>[])
            [
                async () => await branch.SaveAsync("y", "2"),
                async () => await branch.RevertAsync(new RevertRequest { To = new LoadRequest { Version = 1 } }),
                async () => await branch.MergeAsync(new MergeRequest { Branch = "main" }),
            ])
            {
                var error = await Assert.ThrowsAsync<InvalidInputException>(call);
                Assert.Equal("Branch 'x' of agent 'a' was discarded: open another at one of its states to go on.", error.Message);
            }
            Assert.Equal([start.Id, tried.Id, lesson.Id], await branch.HistoryAsync().Select(s => s.Id).ToListAsync());
            Assert.Equal(BranchStatus.Discarded, await StatusAsync("x"));
            await Host.RestartAsync();
        }
        await (await ForkAsync("y", lesson.Id)).SaveAsync("y", "goes on");
        Assert.Equal(BranchStatus.Open, await StatusAsync("y"));
        var main = await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.Agent("a").DiscardAsync(new DiscardRequest()));
        Assert.Equal("Branch 'main' cannot be discarded: every agent has it.", main.Message);
        await AssertHoldsAsync(3);
    }

    [Fact]
    public async Task A_save_that_races_a_discard_comes_before_it_or_is_refused()
    {
        await SaveJsonAsync("main", "0");
        var other = await Host.ConnectAsync();
        for (var i = 0; i < 5; i++)
        {
            var name = $"x{i}";
            await ForkAsync(name);
            var saves = Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
            {
                try
                {
                    await (n % 2 == 0 ? Aura : other).Branch("a", name).SaveAsync("y", "1");
                }
                catch (InvalidInputException e)
                {
                    Assert.Contains("discarded", e.Message, StringComparison.Ordinal);
                }
            }));
            var discard = Task.Run(async () => await other.Branch("a", name).DiscardAsync(new DiscardRequest()));
            await Task.WhenAll(saves.Append(discard));
            var last = await Aura.Branch("a", name).HistoryAsync().LastAsync();
            Assert.Equal(StateSource.Discard, last.Source);
        }
    }

    [Fact]
    public async Task A_branch_expires_when_its_time_to_live_is_over()
    {
        await SaveJsonAsync("main", "0");
        var info = await Aura.Agent("a").CreateBranchAsync(new CreateBranchRequest { Name = "x", TimeToLive = TimeSpan.FromHours(1) });
        Assert.Equal(info.CreatedAt.AddHours(1), info.ExpiresAt);
        var branch = Aura.Branch("a", "x");
        var saved = await branch.SaveAsync("y", "1");
        Assert.Equal(BranchStatus.Open, await StatusAsync("x"));
        Time.Advance(TimeSpan.FromHours(1));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(BranchStatus.Expired, await StatusAsync("x"));
            var error = await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.Branch("a", "x").SaveAsync("y", "2"));
            Assert.Equal("Branch 'x' of agent 'a' has expired: open another at one of its states to go on.", error.Message);
            await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.Agent("a").PromoteAsync(new PromoteRequest { Branch = "x" }));
            Assert.Equal(saved.Id, (await Aura.Branch("a", "x").LoadAsync())!.Id);
            await Host.RestartAsync();
        }
        await Aura.Branch("a", "x").DiscardAsync(new DiscardRequest { Lesson = "too late" });
        Assert.Equal(BranchStatus.Discarded, await StatusAsync("x"));
        foreach (var life in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.MaxValue])
        {
            var refused = await Assert.ThrowsAsync<InvalidInputException>(
                async () => await Aura.Agent("a").CreateBranchAsync(new CreateBranchRequest { Name = "y", TimeToLive = life }));
            Assert.Equal("timeToLive", refused.Field);
        }
    }

    [Fact]
    public async Task A_revert_is_a_new_state_with_the_content_of_an_older_one()
    {
        var old = await SaveJsonAsync("main", """{"mood": "calm"}""");
        await SaveJsonAsync("main", "2");
        Time.Advance(TimeSpan.FromDays(1));
        await SaveJsonAsync("main", "3");
        var agent = Aura.Agent("a");
        foreach (var to in (LoadRequest[])[new() { Version = 1 }, new() { Id = old.Id }, new() { RecordedAt = old.RecordedAt }, new() { OccurredAt = old.OccurredAt }])
        {
            var before = await agent.LoadAsync();
            var reverted = await agent.RevertAsync(new RevertRequest { To = to, Context = new CausalContext { Causes = ["regret"] } });
            Assert.Equal((StateSource.Revert, old.Type, old.PayloadDigest), (reverted.Source, reverted.Type, reverted.PayloadDigest));
            Assert.Equal([before!.Id], reverted.Parents);
            Assert.Equal(["state:" + old.Id, "regret"], reverted.Context.Causes.Select(c => c.ToString()));
        }
        var request = new RevertRequest { To = new LoadRequest { Version = 2 }, OperationId = "op", ExpectedVersion = 7 };
        Assert.Equal(8, (await agent.RevertAsync(request)).Version);
        Assert.Equal(8, (await agent.RevertAsync(request)).Version);
        await Assert.ThrowsAsync<NotFoundException>(async () => await agent.RevertAsync(new RevertRequest { To = new LoadRequest { Version = 99 } }));
        await agent.ErasePayloadAsync(old.Id);
        var erased = await Assert.ThrowsAsync<NotFoundException>(async () => await agent.RevertAsync(new RevertRequest { To = new LoadRequest { Version = 1 } }));
        Assert.Equal($"The content of state {old.Id} was erased.", erased.Message);
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task An_operation_id_of_something_else_is_refused()
    {
        var first = await Aura.Agent("a").SaveAsync(new SaveRequest { Payload = "0", OperationId = "op" });
        await ForkAsync("x");
        await SaveJsonAsync("x", "1");
        foreach (var call in (Func<Task>[])
        [
            async () => await Aura.Agent("a").PromoteAsync(new PromoteRequest { Branch = "x", OperationId = "op" }),
            async () => await Aura.Agent("a").MergeAsync(new MergeRequest { Branch = "x", OperationId = "op" }),
        ])
        {
            var error = await Assert.ThrowsAsync<InvalidInputException>(call);
            Assert.Equal(("operationId", $"Operation 'op' was something else: state {first.Id} of branch 'main'."), (error.Field, error.Message));
        }
    }

    [Fact]
    public async Task Main_stays_open_whatever_others_take_in_of_it()
    {
        await SaveJsonAsync("main", "0");
        await ForkAsync("x");
        await SaveJsonAsync("main", "1");
        Assert.Equal(MergeKind.FastForward, (await Aura.Branch("a", "x").MergeAsync(new MergeRequest { Branch = "main" })).Kind);
        Assert.Equal(BranchStatus.Open, await StatusAsync("main"));
    }

    [Fact]
    public async Task A_diff_of_any_two_states_leads_from_one_to_the_other()
    {
        var from = await SaveJsonAsync("main", """{"goal":"fly","legs":[1,2,3]}""");
        var to = await Aura.Agent("b").SaveAsync("x", Payload.Parse("""{"goal":"fly","legs":[1,3],"seat":"12A"}"""));
        var diff = await Aura.Agent("a").DiffAsync(from.Id, to.Id);
        Assert.Equal((from.Id, to.Id), (diff.From, diff.To));
        AssertJson("""{"goal":"fly","legs":[1,3],"seat":"12A"}""", Engine.JsonPatch.Apply(from.Payload!, diff.Patch));
        Assert.Equal("[]", (await Aura.Agent("a").DiffAsync(from.Id, from.Id)).Patch.ToString());
        var none = StateId.Create(Time.GetUtcNow());
        Assert.Equal($"There is no state {none}.", (await Assert.ThrowsAsync<NotFoundException>(async () => await Aura.Agent("a").DiffAsync(from.Id, none))).Message);
        await Aura.Agent("a").ErasePayloadAsync(from.Id);
        await Assert.ThrowsAsync<NotFoundException>(async () => await Aura.Agent("a").DiffAsync(from.Id, to.Id));
    }

    [Fact]
    public async Task A_branch_graph_tells_where_branches_leave_and_meet()
    {
        Assert.Empty((await Aura.Agent("a").BranchGraphAsync()).Branches);
        var start = await SaveJsonAsync("main", "{}");
        await ForkAsync("x");
        var theirs = await SaveJsonAsync("x", """{"x":1}""");
        var promotion = await Aura.Agent("a").PromoteAsync(new PromoteRequest { Branch = "x" });
        var merge = (await Aura.Branch("a", "x").MergeAsync(new MergeRequest { Branch = "main" })).State!;
        var graph = await Aura.Agent("a").BranchGraphAsync();
        Assert.Equal(await Aura.Agent("a").ListBranchesAsync(), graph.Branches);
        BranchJoin Join(AgentState state, AgentState joined) => new()
        {
            State = state.Id,
            Branch = state.Branch,
            Version = state.Version,
            Source = state.Source,
            Joined = joined.Id,
            JoinedBranch = joined.Branch,
            JoinedVersion = joined.Version,
        };
        Assert.Equal([Join(promotion, theirs), Join(merge, promotion)], graph.Joins);
        Assert.Equal(start.Id, graph.Branches[1].ForkState);
    }
}
