using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

/// <summary>What every <see cref="ICausalStore"/> promises. A store passes by deriving from this.</summary>
public abstract partial class CausalStoreConformance : StoreTest
{
    [Fact]
    public async Task An_appended_state_is_read_back_with_every_field()
    {
        var first = StateSketch.First("a", s => s.With("hello"));
        await AppendedAsync(first);
        Assert.Equal(first.Text(), (await ReadAsync(first))!.Text());
    }

    [Fact]
    public async Task The_same_state_again_is_a_duplicate_and_returns_what_is_stored()
    {
        var first = StateSketch.First("a");
        await AppendedAsync(first);
        var result = Assert.Single(await Store.AppendAsync([first], default));
        Assert.Equal(AppendOutcome.Duplicate, result.Outcome);
        Assert.Equal(first.Text(), result.Existing!.Text());
        Assert.Equal(1, (await Store.ReadStatisticsAsync(default)).States);
    }

    [Fact]
    public async Task An_operation_id_seen_before_is_a_duplicate_wherever_the_state_wants_to_go()
    {
        var line = StateSketch.Line("a", 2);
        var first = StateSketch.First("a", s => s with { OperationId = "op" });
        var next = StateSketch.After(first);
        await AppendedAsync(first, next);
        foreach (var again in new[]
        {
            StateSketch.First("a", s => s with { OperationId = "op" }),
            StateSketch.After(next, s => s with { OperationId = "op" }),
            StateSketch.After(line[1], s => s with { OperationId = "op" }),
        })
        {
            var result = Assert.Single(await Store.AppendAsync([again], default));
            Assert.Equal(AppendOutcome.Duplicate, result.Outcome);
            Assert.Equal(first.Id, result.Existing!.Id);
        }
        Assert.Equal(first.Id, (await Store.ReadOperationAsync("a", "main", "op", default))!.Id);
        Assert.Null(await Store.ReadOperationAsync("a", "main", "other", default));
        Assert.Null(await Store.ReadOperationAsync("b", "main", "op", default));
    }

    [Fact]
    public async Task An_operation_id_is_free_again_on_another_branch_and_for_another_agent()
    {
        var first = StateSketch.First("a", s => s with { OperationId = "op" });
        await AppendedAsync(first);
        Assert.True(await Store.CreateBranchAsync(first.Fork("x"), default));
        await AppendedAsync(
            StateSketch.After(first, s => s with { OperationId = "op" }, branch: "x"), StateSketch.First("b", s => s with { OperationId = "op" }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_taken_place_is_a_conflict_that_names_the_real_head(int crowd)
    {
        var line = StateSketch.Line("a", 3);
        await AppendedAsync(line);
        var results = await AppendAmongAsync(crowd, [StateSketch.First("a"), StateSketch.After(line[0])]);
        Assert.All(results, r => Assert.Equal((AppendOutcome.Conflict, line[2].Id), (r.Outcome, r.Existing!.Id)));
        Assert.Equal(3, (await Store.ReadStatisticsAsync(default)).States - crowd);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_conflict_on_a_line_that_does_not_exist_names_no_head(int crowd)
    {
        var stranger = StateSketch.After(StateSketch.First("a"));
        var nowhere = StateSketch.After(StateSketch.First("b"), branch: "x");
        var results = await AppendAmongAsync(crowd, [stranger, nowhere]);
        Assert.All(results, r => Assert.Equal((AppendOutcome.Conflict, null), (r.Outcome, r.Existing)));
        Assert.Equal(0, (await Store.ReadStatisticsAsync(default)).States - crowd);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_gap_is_refused(int crowd)
    {
        var line = StateSketch.Line("a", 5);
        await AppendAmongAsync(crowd, line);
        var ten = StateSketch.After(line[4], s => s with { Version = 10 });
        var result = Assert.Single(await AppendAmongAsync(crowd, [ten]));
        Assert.Equal((AppendOutcome.Conflict, line[4].Id), (result.Outcome, result.Existing!.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_gap_within_one_batch_is_refused(int crowd)
    {
        var first = StateSketch.First("a");
        var five = StateSketch.After(first, s => s with { Version = 5 });
        var results = await AppendAmongAsync(crowd, [first, five]);
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict], results.Select(r => r.Outcome));
        Assert.Equal(first.Id, results[1].Existing!.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_state_on_a_branch_that_does_not_exist_is_refused_even_behind_its_parent_in_one_batch(int crowd)
    {
        var first = StateSketch.First("a");
        var stray = StateSketch.After(first, branch: "x");
        var results = await AppendAmongAsync(crowd, [first, stray]);
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict], results.Select(r => r.Outcome));
        Assert.Null(await ReadAsync(stray));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_state_that_names_the_wrong_parent_is_refused(int crowd)
    {
        var (a, b) = (StateSketch.Line("a", 2), StateSketch.Line("b", 2));
        await AppendedAsync([.. a, .. b]);
        var result = Assert.Single(await AppendAmongAsync(crowd, [StateSketch.After(a[1], s => s with { Parents = [b[1].Id] })]));
        Assert.Equal((AppendOutcome.Conflict, a[1].Id), (result.Outcome, result.Existing!.Id));
    }

    [Fact]
    public async Task The_first_state_of_a_branch_follows_its_fork_point()
    {
        var line = StateSketch.Line("a", 3);
        await AppendedAsync(line);
        Assert.True(await Store.CreateBranchAsync(line[1].Fork("x"), default));
        var wrong = Assert.Single(await Store.AppendAsync([StateSketch.After(line[2], branch: "x")], default));
        Assert.Equal((AppendOutcome.Conflict, line[1].Id), (wrong.Outcome, wrong.Existing!.Id));
        var forked = StateSketch.After(line[1], branch: "x");
        await AppendedAsync(forked, StateSketch.After(forked));
        var second = Assert.Single(await Store.AppendAsync([StateSketch.After(line[1], branch: "x")], default));
        Assert.Equal(AppendOutcome.Conflict, second.Outcome);
        Assert.Equal(3, (await Store.ReadLineAsync("a", "main", default))!.Head!.Version);
    }

    [Fact]
    public async Task An_unknown_link_is_refused_and_named()
    {
        var known = StateSketch.First("a");
        var nobody = StateId.Create(StateSketch.Begin);
        await AppendedAsync(known);
        var result = Assert.Single(await Store.AppendAsync(
            [StateSketch.First("b", s => s with { Context = new CausalContext { Causes = [known, nobody] } })], default));
        Assert.Equal((AppendOutcome.UnknownLink, nobody), (result.Outcome, result.Unknown));
        Assert.Null(await Store.ReadLineAsync("b", "main", default));
        Assert.Equal(0, (await Store.ReadStatisticsAsync(default)).Links);
    }

    [Fact]
    public async Task A_duplicate_is_told_as_such_even_if_what_it_links_to_is_gone()
    {
        var cause = StateSketch.First("a");
        var effect = StateSketch.First("b", s => s with { OperationId = "op", Context = new CausalContext { Causes = [cause] } });
        await AppendedAsync(cause, effect);
        await Store.EraseAgentAsync("a", StateSketch.Begin, default);
        var again = StateSketch.After(effect, s => s with { OperationId = "op", Context = new CausalContext { Causes = [cause] } });
        var results = await Store.AppendAsync([effect, again], default);
        Assert.All(results, r => Assert.Equal((AppendOutcome.Duplicate, effect.Id), (r.Outcome, r.Existing!.Id)));
    }

    [Fact]
    public async Task A_branch_name_is_taken_once()
    {
        var line = StateSketch.Line("a", 2);
        await AppendedAsync(line);
        Assert.True(await Store.CreateBranchAsync(line[0].Fork("x"), default));
        Assert.False(await Store.CreateBranchAsync(line[1].Fork("x"), default));
        Assert.Equal(line[0].Id, (await Store.ReadLineAsync("a", "x", default))!.Record.ForkState);
    }

    [Fact]
    public async Task Of_two_stores_that_append_to_one_place_at_once_one_wins_every_time()
    {
        var other = await OpenAsync();
        var head = StateSketch.First("a");
        await AppendedAsync(head);
        for (var round = 0; round < 50; round++)
        {
            var (mine, theirs) = (StateSketch.After(head), StateSketch.After(head));
            var answers = await Task.WhenAll(
                Task.Run(async () => (await Store.AppendAsync([mine], default))[0]), Task.Run(async () => (await other.AppendAsync([theirs], default))[0]));
            var winner = answers[0].Outcome == AppendOutcome.Appended ? mine : theirs;
            Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict], answers.Select(a => a.Outcome).Order());
            Assert.Equal(winner.Id, answers.Single(a => a.Outcome == AppendOutcome.Conflict).Existing!.Id);
            head = winner;
        }
        Assert.Equal(51, (await Store.ReadStatisticsAsync(default)).States);
    }
}
