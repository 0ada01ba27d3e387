namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task A_new_line_describes_itself_as_it_is_listed()
    {
        var agent = Aura.Agent("a");
        Assert.Equal(new BranchInfo { Agent = "a", Name = "main", HeadVersion = 0 }, await agent.DescribeAsync());
        Assert.Empty(await agent.ListBranchesAsync());
        var saved = await agent.SaveAsync("x", "y");
        var listed = Assert.Single(await agent.ListBranchesAsync());
        Assert.Equal(new BranchInfo { Agent = "a", Name = "main", HeadVersion = 1, Head = saved.Id, CreatedAt = saved.RecordedAt }, listed);
        Assert.Equal(listed, await agent.DescribeAsync());
        await Host.RestartAsync();
        Assert.Equal(listed, await Aura.Agent("a").DescribeAsync());
    }

    [Fact]
    public async Task A_branch_goes_on_from_the_head_or_from_any_older_state()
    {
        var agent = Aura.Agent("a");
        var states = await SaveAsync(agent, 5);
        var atHead = await agent.CreateBranchAsync("head");
        var older = await agent.CreateBranchAsync("older", states[1].Id);
        Assert.Equal((5L, states[4].Id, "main", 0L), (atHead.ForkVersion, atHead.Head, atHead.Origin, atHead.States));
        Assert.Equal((2L, states[1].Id, 2L), (older.ForkVersion, older.ForkState, older.HeadVersion));
        Assert.Equal(older, await Aura.Branch("a", "older").DescribeAsync());
        Assert.Equal(states[1].Id, (await Aura.Branch("a", "older").LoadAsync())!.Id);
        var own = await Aura.Branch("a", "older").SaveAsync("x", "own");
        Assert.Equal(("older", 3L), (own.Branch, own.Version));
        Assert.Equal([states[1].Id], own.Parents);
        Assert.Equal(["main", "head", "older"], (await agent.ListBranchesAsync()).Select(b => b.Name));
        Assert.Equal([5L, 5, 3], (await agent.ListBranchesAsync()).Select(b => b.HeadVersion));
        await AssertHoldsAsync(3);
    }

    [Fact]
    public async Task No_state_of_a_branch_appears_in_another_line()
    {
        var agent = Aura.Agent("a");
        var main = await SaveAsync(agent, 4);
        await agent.CreateBranchAsync("x", main[1].Id);
        await agent.CreateBranchAsync("y", main[1].Id);
        var (x, y) = (await SaveAsync(Aura.Branch("a", "x"), 3), await SaveAsync(Aura.Branch("a", "y"), 1));
        var more = await SaveAsync(agent, 2);

        async Task AssertIsAsync(IBranch branch, params AgentState[] expected)
        {
            var ids = expected.Select(s => s.Id).ToArray();
            Assert.Equal(ids, await branch.HistoryAsync().Select(s => s.Id).ToListAsync());
            Assert.Equal(ids.Reverse(), await branch.HistoryAsync(new HistoryRequest { NewestFirst = true }).Select(s => s.Id).ToListAsync());
            foreach (var state in main.Concat(more).Concat(x).Concat(y))
            {
                var expectedHere = ids.Contains(state.Id);
                Assert.Equal(expectedHere, await branch.LoadAsync(new LoadRequest { Id = state.Id }) is not null);
                if (expectedHere) Assert.Equal(state.Id, (await branch.LoadAsync(new LoadRequest { Version = state.Version }))!.Id);
            }
        }

        for (var round = 0; round < 2; round++)
        {
            await AssertIsAsync(Aura.Agent("a"), [.. main, .. more]);
            await AssertIsAsync(Aura.Branch("a", "x"), [main[0], main[1], .. x]);
            await AssertIsAsync(Aura.Branch("a", "y"), [main[0], main[1], .. y]);
            await Host.RestartAsync();
        }
    }

    [Fact]
    public async Task A_branch_of_a_branch_of_a_branch_reads_through_its_whole_lineage()
    {
        var agent = Aura.Agent("a");
        var expected = (await SaveAsync(agent, 3)).ToList();
        IBranch line = agent;
        for (var depth = 1; depth <= 5; depth++)
        {
            var name = $"b{depth}";
            var info = await agent.CreateBranchAsync(name, expected[^1].Id);
            Assert.Equal(expected[^1].Branch, info.Origin);
            await SaveAsync(line, 2, "left behind");
            line = Aura.Branch("a", name);
            expected.AddRange(await SaveAsync(line, 3, $"type {depth}"));
        }
        Assert.Equal(expected.Select(s => s.Id), await line.HistoryAsync().Select(s => s.Id).ToListAsync());
        Assert.Equal([18L, 17, 16, 15, 14], await VersionsAsync(line, new() { NewestFirst = true, Limit = 5 }));
        Assert.Equal([6L, 7, 8], await VersionsAsync(line, new() { FromVersion = 6, ToVersion = 8 }));
        foreach (var state in expected)
        {
            Assert.Equal(state.Id, (await line.LoadAsync(new LoadRequest { Version = state.Version }))!.Id);
            Assert.Equal(state.Id, (await line.LoadAsync(new LoadRequest { RecordedAt = state.RecordedAt }))!.Id);
            Assert.Equal(state.Id, (await line.LoadAsync(new LoadRequest { OccurredAt = state.OccurredAt }))!.Id);
        }
        Assert.Equal(9, (await line.LoadAsync("type 2"))!.Version);
        Assert.Null(await line.LoadAsync("left behind"));
        Assert.Null(await line.LoadAsync(new LoadRequest { Version = 12, Type = "type 5" }));
        await AssertHoldsAsync(6);
    }

    [Fact]
    public async Task Of_a_tie_over_a_fork_the_branchs_own_state_is_the_later()
    {
        var agent = Aura.Agent("a");
        var time = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await agent.SaveAsync(new SaveRequest { Payload = "main", OccurredAt = time });
        await agent.CreateBranchAsync("x");
        var own = await Aura.Branch("a", "x").SaveAsync(new SaveRequest { Payload = "x", OccurredAt = time });
        await agent.SaveAsync(new SaveRequest { Payload = "main again", OccurredAt = time });
        Assert.Equal(own.Id, (await Aura.Branch("a", "x").LoadAsync(new LoadRequest { OccurredAt = time }))!.Id);
    }

    [Fact]
    public async Task A_branch_is_made_by_one_of_many_who_want_its_name()
    {
        await SaveAsync(Aura.Agent("a"), 1);
        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            try
            {
                await Aura.Agent("a").CreateBranchAsync("x");
                return 1;
            }
            catch (InvalidInputException e)
            {
                Assert.Equal("name", e.Field);
                return 0;
            }
        })));
        Assert.Equal(1, made.Sum());
    }

    [Fact]
    public async Task Every_call_on_a_branch_that_does_not_exist_says_so()
    {
        await SaveAsync(Aura.Agent("a"), 1);
        var none = Aura.Branch("a", "none");
        foreach (var call in (Func<Task>[])
        [
            async () => await none.LoadAsync(),
            async () => await none.LoadAsync(new LoadRequest { Version = 1 }),
            async () => await none.SaveAsync("x", "y"),
            async () => await none.SaveAsync(new SaveRequest { Payload = "y", ExpectedVersion = 1, OperationId = "op" }),
            async () => await none.DescribeAsync(),
            async () => await none.HistoryAsync().ToListAsync(),
        ])
        {
            var error = await Assert.ThrowsAsync<NotFoundException>(call);
            Assert.Equal("Agent 'a' has no branch 'none'.", error.Message);
        }
        Assert.False((await none.VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Main_is_the_agent_itself()
    {
        var saved = await Aura.Branch("a", "main").SaveAsync("x", "y");
        Assert.Equal(saved.Id, (await Aura.Agent("a").LoadAsync())!.Id);
    }
}
