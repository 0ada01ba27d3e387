using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

/// <summary>What every <see cref="IMemoryStore"/> promises. A store passes by deriving from this.</summary>
public abstract partial class MemoryStoreConformance : StoreTest
{
    private const string Fabric = "f";

    private IMemoryStore Memories => Store.Memories;

    [Fact]
    public async Task A_fabric_is_read_back_with_every_field()
    {
        var info = new FabricInfo
        {
            Name = "f é",
            Embedding = "model 😀",
            Settings = new FabricSettings
            {
                Dimensions = 8192, Decay = 1.0 / 3, InverseTemperature = 1e-300, SimilarityWeight = 0, WorkingCapacity = int.MaxValue, Drift = 1,
                ConsolidationSimilarity = double.Epsilon, ConsolidationSize = 2, ArchiveBelow = -1e300,
            },
            CreatedAt = StateSketch.Begin.AddMicroseconds(1),
        };
        Assert.Null(await Memories.ReadFabricAsync(info.Name, default));
        var made = await Memories.CreateFabricAsync(info, default);
        Assert.Equal(new FabricRecord(info, 0, 0), made);
        Assert.Equal(made, await Memories.ReadFabricAsync(info.Name, default));
        Assert.Equal([info], await Memories.ReadFabricsAsync(null, 10, default));
    }

    [Fact]
    public async Task A_fabric_that_is_made_again_stays_as_it_is()
    {
        await AddedAsync(MemorySketch.Memory("a"));
        var other = MemorySketch.Fabric(Fabric) with { Embedding = "other", CreatedAt = StateSketch.Begin.AddDays(1) };
        var again = await Memories.CreateFabricAsync(other, default);
        Assert.Equal(new FabricRecord(MemorySketch.Fabric(Fabric), 1, 0), again);
    }

    [Fact]
    public async Task All_that_make_one_fabric_at_once_read_what_the_first_has_made()
    {
        var other = await OpenAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Store : other).Memories.CreateFabricAsync(MemorySketch.Fabric(Fabric) with { Embedding = $"model{i}" }, default))));
        Assert.All(made, m => Assert.Equal(made[0], m));
        Assert.Single(await Memories.ReadFabricsAsync(null, 10, default));
    }

    [Fact]
    public async Task A_fabric_that_does_not_exist_holds_nothing_and_takes_no_change()
    {
        Assert.Empty(await Memories.ReadFabricsAsync(null, 10, default));
        Assert.Empty(await Memories.ReadMemoriesAsync(Fabric, ["a"], default));
        Assert.Empty(await Memories.ReadChangedAsync(Fabric, 0, 0, 10, default));
        Assert.Empty(await Memories.ReadErasedAsync(Fabric, 0, default));
        await Memories.WriteUsesAsync(Fabric, [new MemoryUse("a", RowUses.Once(1))], default);
        var error = await Assert.ThrowsAsync<NotFoundException>(async () =>
            await Memories.CommitAsync(new MemoryChange { Fabric = Fabric, Revision = 0, At = StateSketch.Begin }, default));
        Assert.Equal("There is no fabric 'f'.", error.Message);
    }

    [Fact]
    public async Task Fabrics_come_in_pages_in_order_of_their_names_bytes()
    {
        // In UTF-16 the second to last would come after the last.
        string[] names = [" ", "A", "B", "a", "a ", "aa", "a\u0301", "b", "é", "\uFFFF", "😀"];
        foreach (var name in names.Reverse()) await Memories.CreateFabricAsync(MemorySketch.Fabric(name), default);
        var read = new List<string>();
        while (await Memories.ReadFabricsAsync(read.LastOrDefault(), 4, default) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= 4);
            read.AddRange(page.Select(f => f.Name));
        }
        Assert.Equal(names, read);
    }

    [Fact]
    public async Task A_memory_is_read_back_with_every_field()
    {
        var full = Full("full é");
        await AddedAsync(MemorySketch.Memory("plain"), full);
        string[] expected = [(MemorySketch.Memory("plain") with { Ordinal = 1 }).Text(), (full with { Ordinal = 2 }).Text()];
        Assert.Equal(expected, (await AllAsync()).Select(m => m.Text()));
        Assert.Equal(expected[1], Assert.Single(await Memories.ReadMemoriesAsync(Fabric, [full.Id], default)).Text());
    }

    [Fact]
    public async Task Revisions_and_ordinals_go_on_without_a_gap()
    {
        Assert.Equal((1L, 1L), await AddedAsync(MemorySketch.Memory("a")));
        Assert.Equal((2L, 3L), await AddedAsync(MemorySketch.Memories(2)));
        Assert.Equal((3L, 3L), await CommittedAsync());
        Assert.Equal((4L, 3L), await CommittedAsync(erased: ["m1"]));
        Assert.Equal((5L, 5L), await AddedAsync(MemorySketch.Memory("c"), MemorySketch.Memory("b")));
        Assert.Equal([("a", 1L), ("m0", 2L), ("c", 4L), ("b", 5L)], (await AllAsync()).Select(m => (m.Id, m.Ordinal)));
        Assert.Equal(5, (await Memories.ReadFabricAsync(Fabric, default))!.Revision);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_change_of_another_revision_stores_nothing_and_is_told_the_real_one(long revision)
    {
        await AddedAsync(MemorySketch.Memories(2));
        await AddedAsync(MemorySketch.Memory("a"));
        var before = await AllTextAsync();
        var refused = await Memories.CommitAsync(
            new MemoryChange
            {
                Fabric = Fabric, Revision = revision, Added = [MemorySketch.Memory("a"), MemorySketch.Memory("b")], Erased = ["m1"], Examined = 2,
                Changed = [MemorySketch.Memory("m0").Update() with { Archived = true }], At = StateSketch.Begin,
            }, default);
        Assert.Equal((false, 2L, 3L, 0), (refused.Committed, refused.Revision, refused.LastOrdinal, refused.Taken.Count));
        await AssertUnchangedAsync(before, 2);
    }

    [Fact]
    public async Task Of_two_changes_of_one_revision_exactly_one_is_stored()
    {
        await AddedAsync(MemorySketch.Memory("first"));
        ICausalStore[] stores = [Store, await OpenAsync()];
        for (var round = 1L; round <= 15; round++)
        {
            var commits = await Task.WhenAll(stores.Select((store, i) => Task.Run(async () => await store.Memories.CommitAsync(
                new MemoryChange
                {
                    Fabric = Fabric, Revision = round, Added = MemorySketch.Memories(i + 1, $"{round}/{i}/"), Examined = round + i, At = StateSketch.Begin,
                }, default))));
            var winner = Assert.Single(commits, c => c.Committed);
            var loser = Assert.Single(commits, c => !c.Committed);
            Assert.Equal(round + 1, winner.Revision);
            Assert.Equal((winner.Revision, winner.LastOrdinal, 0), (loser.Revision, loser.LastOrdinal, loser.Taken.Count));
            var won = commits.IndexOf(winner);
            Assert.Equal(round + won, (await Memories.ReadFabricAsync(Fabric, default))!.Examined);
            var stored = await Memories.ReadChangedAsync(Fabric, round, 0, 10, default);
            Assert.Equal(MemorySketch.Memories(won + 1, $"{round}/{won}/").Select(m => m.Id), stored.Select(m => m.Id));
        }
        var all = await AllAsync();
        Assert.Equal(Enumerable.Range(1, all.Count).Select(i => (long)i), all.Select(m => m.Ordinal));
    }

    [Fact]
    public async Task Ids_that_are_taken_are_named_and_nothing_is_stored()
    {
        await AddedAsync(MemorySketch.Memories(3));
        var before = await AllTextAsync();
        var refused = await Memories.CommitAsync(
            new MemoryChange
            {
                Fabric = Fabric, Revision = 1, Added = [MemorySketch.Memory("m2"), MemorySketch.Memory("new"), MemorySketch.Memory("m0")], Erased = ["m0"],
                Changed = [MemorySketch.Memory("m1").Update() with { Archived = true }], Examined = 3, At = StateSketch.Begin,
            }, default);
        Assert.Equal((false, 1L, 3L), (refused.Committed, refused.Revision, refused.LastOrdinal));
        Assert.Equal(["m2", "m0"], refused.Taken);
        await AssertUnchangedAsync(before, 1);
    }

    [Fact]
    public async Task A_change_of_which_one_part_cannot_be_stored_is_stored_in_no_part()
    {
        await AddedAsync(MemorySketch.Memories(3));
        var before = await AllTextAsync();
        await Assert.ThrowsAsync<StoreException>(async () => await Memories.CommitAsync(
            new MemoryChange
            {
                Fabric = Fabric, Revision = 1, Added = [.. MemorySketch.Memories(500, "n"), MemorySketch.Memory("n7")], Erased = ["m0"],
                Changed = [MemorySketch.Memory("m1").Update() with { Archived = true, Sources = ["m2"] }], Examined = 3, At = StateSketch.Begin,
            }, default));
        await AssertUnchangedAsync(before, 1);
        Assert.Equal((2L, 4L), await AddedAsync(MemorySketch.Memory("n7")));
    }

    [Fact]
    public async Task A_change_that_is_cancelled_stores_nothing()
    {
        await AddedAsync(MemorySketch.Memory("a"));
        var before = await AllTextAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Memories.CommitAsync(
            new MemoryChange { Fabric = Fabric, Revision = 1, Added = [MemorySketch.Memory("b")], At = StateSketch.Begin }, new CancellationToken(true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Memories.WriteUsesAsync(Fabric, [new MemoryUse("a", RowUses.Once(7))], new CancellationToken(true)));
        await AssertUnchangedAsync(before, 1);
    }

    [Fact]
    public async Task Thousands_are_added_changed_and_erased_in_one_commit_each()
    {
        var many = MemorySketch.Memories(3000);
        Assert.Equal((1L, 3000L), await AddedAsync(many));
        Assert.Equal(many.Select((m, i) => (m with { Ordinal = i + 1 }).Text()), await AllTextAsync());
        await CommittedAsync(changed: [.. many.Select((m, i) => m.Update() with { Archived = true, Sources = i % 2 == 0 ? [$"{i}"] : null })]);
        Assert.Equal(
            many.Select((m, i) => (m with { Ordinal = i + 1, Archived = true, Sources = i % 2 == 0 ? [$"{i}"] : [] }).Text()), await AllTextAsync());
        await CommittedAsync(erased: [.. many.Skip(1).Select(m => m.Id)]);
        Assert.Equal(["m0"], (await AllAsync()).Select(m => m.Id));
        Assert.Equal(2999, (await Memories.ReadErasedAsync(Fabric, 2, default)).Count);
    }

    [Fact]
    public async Task Fabrics_do_not_mix()
    {
        await AddedAsync(MemorySketch.Memories(2));
        await Memories.CreateFabricAsync(MemorySketch.Fabric("g"), default);
        var commit = await Memories.CommitAsync(
            new MemoryChange
            {
                Fabric = "g", Revision = 0, Added = [MemorySketch.Memory("m1")], Erased = ["m0"], Examined = 1, At = StateSketch.Begin,
            }, default);
        Assert.Equal((true, 1L, 1L), (commit.Committed, commit.Revision, commit.LastOrdinal));
        await Memories.WriteUsesAsync("g", [new MemoryUse("m1", RowUses.Once(7))], default);
        Assert.Equal(MemorySketch.Memories(2).Select((m, i) => (m with { Ordinal = i + 1 }).Text()), await AllTextAsync());
        Assert.Equal(["m1"], (await Memories.ReadChangedAsync("g", 0, 0, 10, default)).Select(m => m.Id));
        Assert.Empty(await Memories.ReadErasedAsync("g", 0, default));
        Assert.Equal(0, (await Memories.ReadFabricAsync(Fabric, default))!.Examined);
    }

    [Fact]
    public async Task Statistics_count_fabrics_and_memories()
    {
        await AddedAsync([.. MemorySketch.Memories(4), MemorySketch.Memory("old") with { Archived = true }]);
        await CommittedAsync(erased: ["m1"]);
        await Memories.CreateFabricAsync(MemorySketch.Fabric("g"), default);
        var statistics = await Store.ReadStatisticsAsync(default);
        Assert.Equal((2L, 4L, 0L, 0L), (statistics.Fabrics, statistics.Memories, statistics.Erasures, statistics.Agents));
    }

    /// <summary>A memory that says something in every field.</summary>
    protected static MemoryRecord Full(string id) => new()
    {
        Id = id,
        Content = Payload.Parse("{\"b\" : [1e400, \"é\"], \"a\":null}"),
        Tier = MemoryTier.Semantic,
        Labels = ["first", "second é", "😀 \"quoted\" \\ back"],
        Agent = "agent 😀",
        State = StateId.Create(StateSketch.Begin),
        OccurredAt = StateSketch.Begin.AddMicroseconds(-1),
        RecordedAt = StateSketch.Begin.AddMicroseconds(1),
        Interpretations =
        [
            MemorySketch.Meaning("one", 0.6f, -0.8f, 0) with { Text = "first \0 meaning é", Weight = 1.0 / 3 },
            MemorySketch.Meaning("two 😀", 0, 0, 1) with { Weight = 2.0 / 3 },
        ],
        Uses = new RowUses(-1.5, 1e9 + 0.1, 1e9, double.NaN, 2),
        Archived = true,
        Sources = ["s1", "s2 é"],
        ConsolidatedInto = "whole é",
    };

    /// <summary>Commits to the fabric as it stands, which nothing stands in the way of. Says its revision and its last ordinal.</summary>
    protected async Task<(long Revision, long LastOrdinal)> CommittedAsync(
        IReadOnlyList<MemoryRecord>? added = null, IReadOnlyList<MemoryUpdate>? changed = null, IReadOnlyList<string>? erased = null, long? examined = null)
    {
        var fabric = await Memories.CreateFabricAsync(MemorySketch.Fabric(Fabric), default);
        var commit = await Memories.CommitAsync(
            new MemoryChange
            {
                Fabric = Fabric, Revision = fabric.Revision, Added = added ?? [], Changed = changed ?? [], Erased = erased ?? [], Examined = examined,
                At = StateSketch.Begin.AddHours(1),
            }, default);
        Assert.True(commit.Committed);
        Assert.Empty(commit.Taken);
        return (commit.Revision, commit.LastOrdinal);
    }

    private Task<(long Revision, long LastOrdinal)> AddedAsync(params MemoryRecord[] memories) => CommittedAsync(memories);

    private async Task<IReadOnlyList<MemoryRecord>> AllAsync() => await Memories.ReadChangedAsync(Fabric, 0, 0, int.MaxValue, default);

    private async Task<string[]> AllTextAsync() => [.. (await AllAsync()).Select(m => m.Text())];

    private async Task AssertUnchangedAsync(string[] before, long revision)
    {
        Assert.Equal(before, await AllTextAsync());
        Assert.Empty(await Memories.ReadErasedAsync(Fabric, 0, default));
        Assert.Equal(new FabricRecord(MemorySketch.Fabric(Fabric), revision, 0), await Memories.ReadFabricAsync(Fabric, default));
    }
}
