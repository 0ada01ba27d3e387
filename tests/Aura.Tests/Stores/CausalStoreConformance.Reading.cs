using System.Text;
using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

public abstract partial class CausalStoreConformance
{
    [Theory]
    [InlineData(1, 10, int.MaxValue, false, null, new long[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    [InlineData(3, 5, int.MaxValue, false, null, new long[] { 3, 4, 5 })]
    [InlineData(3, 5, int.MaxValue, true, null, new long[] { 5, 4, 3 })]
    [InlineData(long.MinValue, long.MaxValue, 3, false, null, new long[] { 1, 2, 3 })]
    [InlineData(long.MinValue, long.MaxValue, 3, true, null, new long[] { 10, 9, 8 })]
    [InlineData(1, 10, 2, false, "odd", new long[] { 1, 3 })]
    [InlineData(1, 8, 2, true, "odd", new long[] { 7, 5 })]
    [InlineData(1, 10, int.MaxValue, false, "none", new long[0])]
    [InlineData(1, 10, 0, false, null, new long[0])]
    [InlineData(6, 5, int.MaxValue, false, null, new long[0])]
    [InlineData(11, long.MaxValue, int.MaxValue, true, null, new long[0])]
    public async Task A_range_is_read_in_either_direction_up_to_a_limit_and_by_type(
        long from, long to, int limit, bool descending, string? type, long[] expected)
    {
        await AppendedAsync([.. StateSketch.Line("a", 10, s => s with { Type = s.Version % 2 == 1 ? "odd" : "even" }), StateSketch.First("b")]);
        var found = await Store.ReadRangeAsync(new LineRange("a", "main", from, to, limit, descending, type), default);
        Assert.Equal(expected, found.Select(s => s.Version));
    }

    [Fact]
    public async Task The_state_that_happened_last_is_found_and_of_a_tie_the_later_version()
    {
        // Out of order: versions 1 to 5 happened at the seconds 30, 10, 20, 20, 40.
        int[] seconds = [30, 10, 20, 20, 40];
        DateTimeOffset At(int second) => StateSketch.Begin.AddSeconds(second);
        await AppendedAsync(StateSketch.Line("a", 5, s => s with { OccurredAt = At(seconds[s.Version - 1]), Type = s.Version == 4 ? "x" : "y" }));
        var line = await Store.ReadRangeAsync(new LineRange("a", "main", 1, 5), default);

        async Task<long?> FoundAsync(DateTimeOffset time, long from = 1, long to = 5, string? type = null) =>
            (await Store.ReadOccurredAsync(
                new LineRange("a", "main", from, to, Type: type), time, line.Count(s => s.RecordedAt <= time), default))?.Version;

        Assert.Null(await FoundAsync(At(10).AddMicroseconds(-1)));
        Assert.Equal(2, await FoundAsync(At(10)));
        Assert.Equal(2, await FoundAsync(At(19)));
        Assert.Equal(4, await FoundAsync(At(20)));
        Assert.Equal(3, await FoundAsync(At(25), type: "y"));
        Assert.Equal(1, await FoundAsync(At(30)));
        Assert.Equal(4, await FoundAsync(At(30), from: 2));
        Assert.Equal(5, await FoundAsync(DateTimeOffset.MaxValue));
        Assert.Equal(1, await FoundAsync(DateTimeOffset.MaxValue, to: 4));
        Assert.Null(await FoundAsync(DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task Agents_are_listed_in_order_of_their_names_bytes()
    {
        string[] names = ["b", "a", "é", "😀", "%", "%a", "_", "_b", "a%", "a_", "aa", "Z", "\uFFFD", "e\u0301"];
        await AppendedAsync([.. names.Select(n => StateSketch.First(n))]);
        var ordered = names.OrderBy(n => Convert.ToHexString(Encoding.UTF8.GetBytes(n)), StringComparer.Ordinal).ToArray();

        async Task<string[]> ListAsync(string? prefix = null, string? after = null, int limit = 100) =>
            [.. (await Store.ReadAgentsAsync(new AgentQuery { Prefix = prefix, After = after }, limit, default)).Select(a => a.Agent)];

        Assert.Equal(ordered, await ListAsync());
        foreach (var prefix in (string[])["%", "_", "a", "é", "😀", "e", "Z", "zz"])
            Assert.Equal(ordered.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)), await ListAsync(prefix));
        var paged = new List<string>();
        while (await ListAsync(after: paged.LastOrDefault(), limit: 3) is { Length: > 0 } page) paged.AddRange(page);
        Assert.Equal(ordered, paged);
        Assert.Equal(["a_", "aa"], await ListAsync("a", after: "a%"));
        Assert.Empty(await ListAsync(limit: 0));
    }

    [Fact]
    public async Task An_agents_summary_is_of_its_main_line()
    {
        var line = StateSketch.Line("a", 3, s => s with { Type = $"type {s.Version}" });
        await AppendedAsync(line);
        Assert.True(await Store.CreateBranchAsync(line[1].Fork("x"), default));
        await AppendedAsync(StateSketch.After(line[1], branch: "x"));
        var summary = Assert.Single(await Store.ReadAgentsAsync(new AgentQuery(), 10, default));
        Assert.Equal(new AgentSummary("a", 3, "type 3", line[2].Id, line[2].RecordedAt, 2), summary);
    }

    [Fact]
    public async Task Lines_are_listed_in_pages()
    {
        var expected = new List<LineKey>();
        foreach (var agent in (string[])["a", "b", "é", "😀"])
        {
            var first = StateSketch.First(agent);
            await AppendedAsync(first);
            foreach (var branch in (string[])["empty", "x", "é"]) Assert.True(await Store.CreateBranchAsync(first.Fork(branch), default));
            expected.AddRange([new(agent, "empty"), new(agent, "main"), new(agent, "x"), new(agent, "é")]);
        }
        var paged = new List<LineKey>();
        while (await Store.ReadLinesAsync(paged.Count == 0 ? null : paged[^1], 3, default) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= 3);
            paged.AddRange(page);
        }
        Assert.Equal(expected, paged);
    }

    [Fact]
    public async Task States_whose_branch_has_lost_its_record_are_found()
    {
        var lost = new List<AgentState>();
        foreach (var agent in (string[])["a", "b", "c"])
        {
            var first = StateSketch.First(agent);
            await AppendedAsync(first);
            Assert.True(await Store.CreateBranchAsync(first.Fork("x"), default));
            Assert.True(await Store.CreateBranchAsync(first.Fork("kept"), default));
            var onBranch = StateSketch.After(first, branch: "x");
            await AppendedAsync(onBranch, StateSketch.After(onBranch, branch: "x"), StateSketch.After(first, branch: "kept"));
            lost.Add(onBranch);
        }
        Assert.Empty(await Store.ReadOrphansAsync(default));
        await Place.SqlAsync("DELETE FROM branches WHERE name = 'x'");
        Assert.Equal(
            lost.Select(s => (s.Version, (StateId?)s.Id)).Order(),
            (await Store.ReadOrphansAsync(default)).Select(d => (d.Version, d.State)).Order());
    }

    [Fact]
    public async Task A_lineage_is_cut_into_one_segment_a_branch_however_deep()
    {
        const int Depth = 60;
        var at = StateSketch.First("a");
        await AppendedAsync(at);
        for (var i = 1; i <= Depth; i++)
        {
            var skipped = StateSketch.After(at);
            await AppendedAsync(skipped);
            Assert.True(await Store.CreateBranchAsync(at.Fork($"b{i}"), default));
            at = StateSketch.After(at, branch: $"b{i}");
            await AppendedAsync(at);
        }
        var line = (await Store.ReadLineAsync("a", $"b{Depth}", default))!;
        Assert.Equal(at.Id, line.Head!.Id);
        Assert.Equal(Depth + 1, line.Segments.Count);
        Assert.Equal(new LineSegment("main", 1, 1), line.Segments[0]);
        Assert.Equal(new LineSegment("b7", 8, 8), line.Segments[7]);
        Assert.Equal(new LineSegment($"b{Depth}", Depth + 1, long.MaxValue), line.Segments[^1]);
        Assert.Null(await Store.ReadLineAsync("a", "b0", default));
        Assert.Null(await Store.ReadLineAsync("nobody", "main", default));
    }

    [Fact]
    public async Task A_branch_without_states_of_its_own_has_its_fork_points_head()
    {
        var line = StateSketch.Line("a", 3);
        await AppendedAsync(line);
        Assert.True(await Store.CreateBranchAsync(line[1].Fork("x"), default));
        Assert.Equal(line[1].Id, (await Store.ReadLineAsync("a", "x", default))!.Head!.Id);
        var branches = await Store.ReadBranchesAsync("a", null, default);
        Assert.Equal(["main", "x"], branches.Select(b => b.Name));
        Assert.Equal((2L, line[1].Id, "main"), (branches[1].HeadVersion, branches[1].Head, branches[1].Origin));
        Assert.Equal((3L, line[2].Id, null), (branches[0].HeadVersion, branches[0].Head, branches[0].Origin));
    }

    [Fact]
    public async Task Branches_are_added_together_and_those_whose_names_are_taken_stay_as_they_are()
    {
        var line = StateSketch.Line("a", 3);
        await AppendedAsync(line);
        var mortal = line[1].Fork("y") with { ExpiresAt = StateSketch.Begin.AddDays(1) };
        Assert.Equal([true, true], await Store.CreateBranchesAsync([line[0].Fork("x"), mortal], default));
        Assert.Equal([false, true, false], await Store.CreateBranchesAsync([line[2].Fork("x"), line[2].Fork("z"), line[2].Fork("z")], default));
        Assert.Empty(await Store.CreateBranchesAsync([], default));
        Assert.Equal([("main", 0L), ("x", 1L), ("y", 2L), ("z", 3L)], (await Store.ReadBranchesAsync("a", null, default)).Select(b => (b.Name, b.ForkVersion)));
        Assert.Equal([null, null, mortal.ExpiresAt, null], (await Store.ReadBranchesAsync("a", null, default)).Select(b => b.ExpiresAt));
        Assert.Equal(mortal, (await Store.ReadLineAsync("a", "y", default))!.Record);
        Assert.Equal("y", Assert.Single(await Store.ReadBranchesAsync("a", "y", default)).Name);
        Assert.Empty(await Store.ReadBranchesAsync("a", "none", default));
    }

    [Fact]
    public async Task States_with_two_parents_tell_what_became_of_branches()
    {
        var line = StateSketch.Line("a", 2);
        await AppendedAsync(line);
        foreach (var name in (string[])["merged", "promoted", "discarded", "empty", "gone-on"]) Assert.True(await Store.CreateBranchAsync(line[0].Fork(name), default));
        AgentState On(string branch, StateSource source = StateSource.Update) => StateSketch.After(line[0], s => s with { Source = source }, branch);
        var (merged, promoted, joined) = (On("merged"), On("promoted"), On("gone-on"));
        await AppendedAsync(merged, promoted, joined, On("discarded", StateSource.Discard));
        AgentState Join(AgentState after, AgentState second, StateSource source) =>
            StateSketch.After(after, s => s with { Parents = [after.Id, second.Id], Source = source });
        var one = Join(line[1], merged, StateSource.Merge);
        var two = Join(one, promoted, StateSource.Promotion);
        var three = Join(two, joined, StateSource.Merge);
        await AppendedAsync(one, two, three, StateSketch.After(joined));
        await AppendedAsync(StateSketch.First("b"));

        Assert.Equal(
            [
                ("main", BranchStatus.Open, null), ("discarded", BranchStatus.Discarded, null), ("empty", BranchStatus.Open, null),
                ("gone-on", BranchStatus.Open, null), ("merged", BranchStatus.Merged, one.Id), ("promoted", BranchStatus.Promoted, (StateId?)two.Id),
            ],
            (await Store.ReadBranchesAsync("a", null, default)).Select(b => (b.Name, b.Status, b.JoinedBy)));
        Assert.Equal(
            [(one.Id, "main", 3L, StateSource.Merge, merged.Id, "merged", 2L), (two.Id, "main", 4L, StateSource.Promotion, promoted.Id, "promoted", 2L),
             (three.Id, "main", 5L, StateSource.Merge, joined.Id, "gone-on", 2L)],
            (await Store.ReadJoinsAsync("a", default)).Select(j => (j.State, j.Branch, j.Version, j.Source, j.Joined, j.JoinedBranch, j.JoinedVersion)));
        Assert.Empty(await Store.ReadJoinsAsync("b", default));
    }

    [Fact]
    public async Task Effects_are_links_and_where_asked_the_next_version_and_the_children_of_forks()
    {
        var line = StateSketch.Line("a", 3);
        await AppendedAsync(line);
        Assert.True(await Store.CreateBranchAsync(line[0].Fork("x"), default));
        var child = StateSketch.After(line[0], branch: "x");
        var linked = StateSketch.First("b", s => s with
        {
            Context = new CausalContext { Causes = ["label", Cause.Of(line[0].Id, CausalRelation.Prevented, 0.25), line[1]] },
        });
        await AppendedAsync(child, linked);
        var link = new CausalLink(line[0].Id, linked.Id, CausalEdgeKind.Cause, CausalRelation.Prevented, 0.25);
        Assert.Equal([link], await Store.ReadEffectsAsync([line[0].Id], false, default));
        var all = await Store.ReadEffectsAsync([line[0].Id, line[2].Id], true, default);
        CausalLink Parent(AgentState effect) => new(line[0].Id, effect.Id, CausalEdgeKind.Parent, CausalRelation.Caused, null);
        Assert.Equal(3, all.Count);
        Assert.Equal(new HashSet<CausalLink> { link, Parent(line[1]), Parent(child) }, all.ToHashSet());
        Assert.Empty(await Store.ReadEffectsAsync([], true, default));
        Assert.Empty(await Store.ReadCausesAsync([], default));
        Assert.Empty(await Store.ReadStatesAsync([], default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(1100)]
    public async Task Any_number_of_states_is_read_by_id_and_unknown_ones_are_left_out(int count)
    {
        var line = StateSketch.Line("a", count);
        await AppendedAsync(line);
        var asked = line.Select(s => s.Id).Append(StateId.Create(StateSketch.Begin)).ToArray();
        var found = await Store.ReadStatesAsync(asked, default);
        Assert.Equal(line.Select(s => s.Id).Order(), found.Select(s => s.Id).Order());
    }

    [Fact]
    public async Task Statistics_count_what_there_is()
    {
        var large = Payload.Parse($"\"{new string('x', 2 << 20)}\"");
        var line = StateSketch.Line("a", 2, s => s.With(large));
        await AppendedAsync([.. line, StateSketch.First("b", s => s with { Context = new CausalContext { Causes = [line[0], line[1], "label"] } })]);
        Assert.True(await Store.CreateBranchAsync(line[0].Fork("x"), default));
        await AppendedAsync(StateSketch.First("c"));
        await Store.EraseAgentAsync("c", StateSketch.Begin, default);
        var statistics = await Store.ReadStatisticsAsync(default);
        Assert.Equal(
            new StoreStatistics
            {
                Store = Store.Name, Agents = 2, Branches = 3, States = 3, Links = 2, Blobs = 1, Erasures = 1, Fabrics = 0, Memories = 0,
                Bytes = statistics.Bytes,
            },
            statistics);
        Assert.True(statistics.Bytes > 2 << 20);
    }
}
