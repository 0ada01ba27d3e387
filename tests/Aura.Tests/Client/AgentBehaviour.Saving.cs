using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task A_save_that_expects_the_wrong_version_is_refused_and_stores_nothing()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 2);
        foreach (var expected in (long[])[0, 1, 3, long.MaxValue])
        {
            var error = await Assert.ThrowsAsync<ConcurrencyException>(
                async () => await agent.SaveAsync(new SaveRequest { Payload = "x", ExpectedVersion = expected }));
            Assert.Equal((expected, 2L), (error.Expected, error.Actual));
            Assert.Equal($"Agent 'a', branch 'main' is at version 2, not at the expected {expected}: nothing was stored.", error.Message);
        }
        Assert.Equal([1L, 2], await VersionsAsync(agent));
        Assert.Equal(3, (await agent.SaveAsync(new SaveRequest { Payload = "x", ExpectedVersion = 2 })).Version);
    }

    [Fact]
    public async Task An_empty_line_is_expected_at_version_0()
    {
        var agent = Aura.Agent("a");
        var error = await Assert.ThrowsAsync<ConcurrencyException>(
            async () => await agent.SaveAsync(new SaveRequest { Payload = "x", ExpectedVersion = 1 }));
        Assert.Equal(0, error.Actual);
        Assert.Equal(1, (await agent.SaveAsync(new SaveRequest { Payload = "x", ExpectedVersion = 0 })).Version);
    }

    [Fact]
    public async Task An_operation_id_again_returns_the_first_state_whatever_else_is_said()
    {
        var agent = Aura.Agent("a");
        var first = await agent.SaveAsync(new SaveRequest { Payload = "first", OperationId = "op", ExpectedVersion = 0 });
        Assert.Equal(first.Id, (await agent.SaveAsync(new SaveRequest { Payload = "first", OperationId = "op", ExpectedVersion = 0 })).Id);
        await SaveAsync(agent, 3);
        foreach (var expected in (long?[])[null, 0, 4, 17])
        {
            var again = await agent.SaveAsync(new SaveRequest { Payload = "other", OperationId = "op", ExpectedVersion = expected });
            Assert.Equal(first.Text(), again.Text());
        }
        await Host.RestartAsync();
        agent = Aura.Agent("a");
        Assert.Equal(first.Id, (await agent.SaveAsync(new SaveRequest { Payload = "other", OperationId = "op" })).Id);
        Assert.Equal(4, (await agent.LoadAsync())!.Version);
        Assert.Equal(5, (await agent.SaveAsync("x", "goes on")).Version);
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task An_operation_id_counts_for_its_own_line_only()
    {
        var agent = Aura.Agent("a");
        var main = await agent.SaveAsync(new SaveRequest { Payload = "main", OperationId = "op" });
        await agent.CreateBranchAsync("x");
        var branch = await Aura.Branch("a", "x").SaveAsync(new SaveRequest { Payload = "x", OperationId = "op" });
        var other = await Aura.Agent("b").SaveAsync(new SaveRequest { Payload = "b", OperationId = "op" });
        Assert.Equal(3, new[] { main.Id, branch.Id, other.Id }.Distinct().Count());
        Assert.Equal(branch.Id, (await Aura.Branch("a", "x").SaveAsync(new SaveRequest { Payload = "again", OperationId = "op" })).Id);
    }

    [Fact]
    public async Task Saves_to_one_line_at_once_are_all_kept_in_one_order()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () => await Aura.Agent("a").SaveAsync("x", $"{i}"))));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), saved.Select(s => s.Version).Order());
        Assert.Equal(200, (await Aura.Agent("a").LoadAsync())!.Version);
        var history = await Aura.Agent("a").HistoryAsync().ToListAsync();
        Assert.Equal(saved.Select(s => s.Payload!.ToString()).Order(), history.Select(s => s.Payload!.ToString()).Order());
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task One_operation_saved_many_times_at_once_is_stored_once()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Task.Run(async () => await Aura.Agent("a").SaveAsync(new SaveRequest { Payload = $"{i}", OperationId = "op" }))));
        Assert.Single(saved.Select(s => s.Id).Distinct());
        Assert.Equal([1L], await VersionsAsync(Aura.Agent("a")));
    }

    [Fact]
    public async Task Two_ways_in_write_to_one_line_and_nothing_is_lost()
    {
        var other = await Host.ConnectAsync();
        var saves = new[] { Aura, other }.SelectMany(aura => Enumerable.Range(0, 50).Select(
            i => Task.Run(async () => await aura.Agent("a").SaveAsync("x", $"{i}")))).ToArray();
        var saved = await Task.WhenAll(saves);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), saved.Select(s => s.Version).Order());
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task Of_two_ways_in_that_expect_one_version_one_wins_and_the_other_is_told()
    {
        var other = await Host.ConnectAsync();
        for (var version = 0; version < 25; version++)
        {
            var answers = await Task.WhenAll(new[] { Aura, other }.Select(aura => Task.Run(async () =>
            {
                try
                {
                    return (await aura.Agent("a").SaveAsync(new SaveRequest { Payload = "x", ExpectedVersion = version })).Version;
                }
                catch (ConcurrencyException e)
                {
                    return -e.Actual;
                }
            })));
            Assert.Equal([-(version + 1), version + 1], answers.Order());
        }
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task One_operation_from_two_ways_in_at_once_is_stored_once()
    {
        var other = await Host.ConnectAsync();
        for (var i = 0; i < 25; i++)
        {
            var saved = await Task.WhenAll(new[] { Aura, other }.Select(
                aura => Task.Run(async () => await aura.Agent("a").SaveAsync(new SaveRequest { Payload = "x", OperationId = $"op{i}" }))));
            Assert.Equal(saved[0].Id, saved[1].Id);
        }
        Assert.Equal(Enumerable.Range(1, 25).Select(i => (long)i), await VersionsAsync(Aura.Agent("a")));
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task What_another_way_in_saved_is_seen_by_a_fresh_load_and_by_what_follows()
    {
        var other = await Host.ConnectAsync();
        await SaveAsync(Aura.Agent("a"), 1);
        await SaveAsync(other.Agent("a"), 2);
        Assert.Equal(3, (await Aura.Agent("a").LoadAsync(new LoadRequest { Fresh = true }))!.Version);
        Assert.Equal(3, (await Aura.Agent("a").LoadAsync())!.Version);
        await SaveAsync(other.Agent("a"), 1);
        Assert.Equal(5, (await Aura.Agent("a").SaveAsync("x", "y")).Version);
    }

    [Fact]
    public async Task A_fresh_load_sees_that_another_way_in_erased_the_agent_and_began_again()
    {
        var other = await Host.ConnectAsync();
        await SaveAsync(Aura.Agent("a"), 3);
        await other.Agent("a").EraseAsync();
        Assert.Null(await Aura.Agent("a").LoadAsync(new LoadRequest { Fresh = true }));
        Assert.Null(await Aura.Agent("a").LoadAsync());
        var again = await other.Agent("a").SaveAsync("x", "again");
        Assert.Equal(again.Id, (await Aura.Agent("a").LoadAsync(new LoadRequest { Fresh = true }))!.Id);
        Assert.Equal(again.Id, (await Aura.Agent("a").LoadAsync())!.Id);
        Assert.Equal(2, (await Aura.Agent("a").SaveAsync("x", "goes on")).Version);
    }

    [Fact]
    public async Task A_cancelled_save_stores_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Aura.Agent("a").SaveAsync(new SaveRequest { Payload = "x" }, cancelled.Token));
        Assert.Null(await Aura.Agent("a").LoadAsync(new LoadRequest { Fresh = true }));
    }

    [Fact]
    public async Task The_context_is_taken_as_it_was_when_it_was_saved()
    {
        var causes = new List<Cause> { "first" };
        var state = await Aura.Agent("a").SaveAsync("x", "y", new CausalContext { Causes = causes });
        causes[0] = "changed";
        causes.Add("added");
        Assert.Equal("first", Assert.Single(state.Context.Causes).Label);
        Assert.Equal("first", Assert.Single((await Aura.Agent("a").LoadAsync())!.Context.Causes).Label);
    }
}
