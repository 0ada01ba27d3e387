using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

public abstract partial class CausalStoreConformance
{
    [Fact]
    public async Task An_empty_batch_has_an_empty_answer() => Assert.Empty(await Store.AppendAsync([], default));

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_refused_state_leaves_its_neighbours_alone_and_each_answer_stands_at_its_place(int crowd)
    {
        var taken = StateSketch.Line("taken", 2);
        var seen = StateSketch.First("seen", s => s with { OperationId = "op" });
        await AppendedAsync([.. taken, seen]);
        AgentState[] batch =
        [
            StateSketch.First("z"),
            StateSketch.After(taken[0]),
            StateSketch.First("m"),
            StateSketch.First("l", s => s with { Context = new CausalContext { Causes = [StateId.Create(StateSketch.Begin)] } }),
            StateSketch.After(seen, s => s with { OperationId = "op" }),
            StateSketch.First("b"),
            StateSketch.After(taken[1]),
        ];
        var results = await AppendAmongAsync(crowd, batch);
        Assert.Equal(
            [
                AppendOutcome.Appended, AppendOutcome.Conflict, AppendOutcome.Appended, AppendOutcome.UnknownLink, AppendOutcome.Duplicate,
                AppendOutcome.Appended, AppendOutcome.Appended,
            ],
            results.Select(r => r.Outcome));
        for (var i = 0; i < batch.Length; i++)
            Assert.Equal(results[i].Outcome == AppendOutcome.Appended, await ReadAsync(batch[i]) is not null);
    }

    [Fact]
    public async Task A_chain_is_appended_in_one_batch_whatever_stands_between()
    {
        var (a, b) = (StateSketch.Line("a", 50), StateSketch.Line("b", 50));
        await AppendedAsync([.. a.Zip(b, (x, y) => new[] { x, y }).SelectMany(pair => pair)]);
        Assert.Equal(a.Select(s => s.Id), (await Store.ReadRangeAsync(new LineRange("a", "main", 1, 50), default)).Select(s => s.Id));
        Assert.Equal(50, (await Store.ReadLineAsync("b", "main", default))!.Head!.Version);
    }

    [Fact]
    public async Task Of_two_states_of_one_batch_that_want_one_place_the_first_gets_it()
    {
        // Among many, so that an order that only happens to be kept for a few would show.
        var crowd = Enumerable.Range(0, 60).Select(i => StateSketch.First($"crowd{i}")).ToArray();
        AgentState[] rivals = [StateSketch.First("a"), StateSketch.First("a"), StateSketch.First("a")];
        var results = await Store.AppendAsync([rivals[0], .. crowd[..30], rivals[1], .. crowd[30..], rivals[2]], default);
        var answers = new[] { results[0], results[31], results[62] };
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict, AppendOutcome.Conflict], answers.Select(r => r.Outcome));
        Assert.All(answers[1..], r => Assert.Equal(rivals[0].Id, r.Existing!.Id));
        Assert.Equal(61, results.Count(r => r.Outcome == AppendOutcome.Appended));
    }

    [Fact]
    public async Task Of_two_states_of_one_batch_with_one_operation_id_the_first_is_stored()
    {
        var crowd = Enumerable.Range(0, 60).Select(i => StateSketch.First($"crowd{i}")).ToArray();
        var first = StateSketch.First("a", s => s with { OperationId = "op" });
        var rival = StateSketch.First("a", s => s with { OperationId = "op" });
        var chained = StateSketch.After(first, s => s with { OperationId = "op" });
        var results = await Store.AppendAsync([first, .. crowd, rival, chained], default);
        Assert.Equal(AppendOutcome.Appended, results[0].Outcome);
        Assert.All(results.TakeLast(2), r => Assert.Equal((AppendOutcome.Duplicate, first.Id), (r.Outcome, r.Existing!.Id)));
        Assert.Equal(61, (await Store.ReadStatisticsAsync(default)).States);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task What_was_to_follow_a_refused_state_is_refused_too(int crowd)
    {
        var nobody = StateId.Create(StateSketch.Begin);
        var first = StateSketch.First("a");
        var refused = StateSketch.After(first, s => s with { Context = new CausalContext { Causes = [nobody] } });
        var third = StateSketch.After(refused);
        var fourth = StateSketch.After(third);
        var neighbour = StateSketch.First("b");
        var results = await AppendAmongAsync(crowd, [first, refused, third, fourth, neighbour]);
        Assert.Equal(
            [AppendOutcome.Appended, AppendOutcome.UnknownLink, AppendOutcome.Conflict, AppendOutcome.Conflict, AppendOutcome.Appended],
            results.Select(r => r.Outcome));
        Assert.All(results.Skip(2).Take(2), r => Assert.Equal(first.Id, r.Existing!.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_state_behind_one_that_is_already_stored_is_appended(int crowd)
    {
        var line = StateSketch.Line("a", 4);
        await AppendedAsync(line[..2]);
        var results = await AppendAmongAsync(crowd, line);
        Assert.Equal(
            [AppendOutcome.Duplicate, AppendOutcome.Duplicate, AppendOutcome.Appended, AppendOutcome.Appended], results.Select(r => r.Outcome));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_state_behind_one_whose_operation_id_was_seen_is_refused(int crowd)
    {
        var first = StateSketch.First("a", s => s with { OperationId = "op" });
        await AppendedAsync(first);
        var again = StateSketch.After(first, s => s with { OperationId = "op" });
        var results = await AppendAmongAsync(crowd, [again, StateSketch.After(again)]);
        Assert.Equal([AppendOutcome.Duplicate, AppendOutcome.Conflict], results.Select(r => r.Outcome));
        Assert.Equal(first.Id, results[1].Existing!.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task When_the_first_of_two_rivals_is_refused_the_second_and_what_follows_it_are_appended(int crowd)
    {
        var nobody = StateId.Create(StateSketch.Begin);
        var refused = StateSketch.First("a", s => s with { OperationId = "op", Context = new CausalContext { Causes = [nobody] } });
        var rival = StateSketch.First("a", s => s with { OperationId = "op" });
        var follower = StateSketch.After(rival);
        var results = await AppendAmongAsync(crowd, [refused, rival, follower]);
        Assert.Equal([AppendOutcome.UnknownLink, AppendOutcome.Appended, AppendOutcome.Appended], results.Select(r => r.Outcome));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_link_to_a_state_of_the_same_batch_holds_even_beside_a_refused_neighbour(int crowd)
    {
        var taken = StateSketch.Line("taken", 2);
        await AppendedAsync(taken);
        var cause = StateSketch.First("a");
        var effect = StateSketch.First("b", s => s with { Context = new CausalContext { Causes = [cause] } });
        var results = await AppendAmongAsync(crowd, [cause, effect, StateSketch.After(taken[0])]);
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Appended, AppendOutcome.Conflict], results.Select(r => r.Outcome));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_link_to_a_refused_state_of_the_same_batch_is_unknown(int crowd)
    {
        var taken = StateSketch.Line("taken", 2);
        await AppendedAsync(taken);
        var refused = StateSketch.After(taken[0]);
        var effect = StateSketch.First("b", s => s with { Context = new CausalContext { Causes = [refused] } });
        var results = await AppendAmongAsync(crowd, [refused, effect]);
        Assert.Equal([AppendOutcome.Conflict, AppendOutcome.UnknownLink], results.Select(r => r.Outcome));
        Assert.Equal(refused.Id, results[1].Unknown);
    }

    [Fact]
    public async Task Batches_that_cross_each_other_at_once_lose_nothing()
    {
        var other = await OpenAsync();
        var agents = Enumerable.Range(0, 20).Select(i => $"agent{i}").ToArray();
        var heads = agents.Select(a => StateSketch.First(a)).ToArray();
        await AppendedAsync(heads);
        for (var round = 0; round < 20; round++)
        {
            var mine = heads.Select(h => StateSketch.After(h)).ToArray();
            var theirs = heads.Select(h => StateSketch.After(h)).Reverse().ToArray();
            var answers = await Task.WhenAll(
                Task.Run(async () => await Store.AppendAsync(mine, default)), Task.Run(async () => await other.AppendAsync(theirs, default)));
            var appended = mine.Where((_, i) => answers[0][i].Outcome == AppendOutcome.Appended)
                .Concat(theirs.Where((_, i) => answers[1][i].Outcome == AppendOutcome.Appended)).OrderBy(s => Array.IndexOf(agents, s.Agent)).ToArray();
            Assert.Equal(agents, appended.Select(s => s.Agent));
            heads = appended;
        }
    }

    private int _others;

    // Appends a batch beside a crowd of other agents' first states, since a store may take another way with a large batch.
    private async Task<IReadOnlyList<AppendResult>> AppendAmongAsync(int crowd, AgentState[] states)
    {
        var others = Enumerable.Range(0, crowd).Select(_ => StateSketch.First($"crowd{_others++}")).ToArray();
        var results = await Store.AppendAsync([.. others[..(crowd / 2)], .. states, .. others[(crowd / 2)..]], default);
        var answers = results.Skip(crowd / 2).Take(states.Length).ToArray();
        Assert.All(results.Take(crowd / 2).Concat(results.TakeLast(crowd / 2)), r => Assert.Equal(AppendOutcome.Appended, r.Outcome));
        return answers;
    }
}
