using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

public abstract partial class MemoryStoreConformance
{
    [Fact]
    public async Task A_changed_memory_has_what_the_change_says_and_keeps_the_rest()
    {
        var (full, plain) = (Full("full"), MemorySketch.Memory("plain"));
        await AddedAsync(full, plain);
        var uses = new RowUses(1, 4, 3, 2, 4);
        Interpretation[] meanings = [MemorySketch.Meaning("new é", 0, 1, 0) with { Text = "words" }];
        await CommittedAsync(changed:
        [
            new MemoryUpdate
            {
                Id = "full", Tier = MemoryTier.Working, Uses = uses, Archived = false, ConsolidatedInto = null, Interpretations = meanings, Sources = [],
            },
            new MemoryUpdate { Id = "plain", Tier = MemoryTier.Semantic, Uses = uses, Archived = true, ConsolidatedInto = "full", Sources = ["full"] },
        ]);
        Assert.Equal(
            [
                (full with
                {
                    Ordinal = 1, Tier = MemoryTier.Working, Uses = uses, Archived = false, ConsolidatedInto = null, Interpretations = meanings, Sources = [],
                }).Text(),
                (plain with { Ordinal = 2, Tier = MemoryTier.Semantic, Uses = uses, Archived = true, ConsolidatedInto = "full", Sources = ["full"] }).Text(),
            ],
            await AllTextAsync());
    }

    [Fact]
    public async Task What_a_change_leaves_out_stays_as_it_is()
    {
        var full = Full("full");
        await AddedAsync(full);
        await CommittedAsync(changed: [full.Update() with { Archived = false }]);
        Assert.Equal([(full with { Ordinal = 1, Archived = false }).Text()], await AllTextAsync());
        await CommittedAsync(changed: [full.Update() with { Sources = ["s3"] }]);
        Assert.Equal([(full with { Ordinal = 1, Sources = ["s3"] }).Text()], await AllTextAsync());
        ReadOnlyMemory<float>[] turned = [.. full.Interpretations.Select(i => i.Vector).Reverse()];
        await CommittedAsync(changed: [full.Update() with { Vectors = turned }]);
        Assert.Equal(
            [(full with { Ordinal = 1, Sources = ["s3"], Interpretations = [.. full.Interpretations.Zip(turned, (i, v) => i with { Vector = v })] }).Text()],
            await AllTextAsync());
        await CommittedAsync(changed: [full.Update() with { Interpretations = [full.Interpretations[1]] }]);
        Assert.Equal([(full with { Ordinal = 1, Sources = ["s3"], Interpretations = [full.Interpretations[1]] }).Text()], await AllTextAsync());
    }

    [Fact]
    public async Task Ids_that_do_not_exist_are_passed_over()
    {
        await AddedAsync(MemorySketch.Memory("a"));
        var stranger = MemorySketch.Memory("stranger");
        await CommittedAsync(changed: [stranger.Update() with { Sources = ["a"], Interpretations = stranger.Interpretations }], erased: ["nobody", "nothing"]);
        await Memories.WriteUsesAsync(Fabric, [new MemoryUse("stranger", RowUses.Once(7)), new MemoryUse("a", RowUses.Once(8))], default);
        Assert.Equal([(MemorySketch.Memory("a") with { Ordinal = 1, Uses = RowUses.Once(8) }).Text()], await AllTextAsync());
        Assert.Empty(await Memories.ReadErasedAsync(Fabric, 0, default));
        Assert.Empty(await Memories.ReadChangedAsync(Fabric, 1, 0, 10, default));
    }

    [Fact]
    public async Task How_far_episodes_were_examined_is_kept_until_it_is_said_again()
    {
        await AddedAsync(MemorySketch.Memories(2));
        await CommittedAsync(examined: 2);
        await CommittedAsync();
        Assert.Equal(2, (await Memories.ReadFabricAsync(Fabric, default))!.Examined);
        await CommittedAsync(examined: long.MaxValue);
        Assert.Equal(long.MaxValue, (await Memories.ReadFabricAsync(Fabric, default))!.Examined);
    }

    [Fact]
    public async Task Uses_are_kept_to_the_bit_and_change_no_revision()
    {
        RowUses[] uses =
        [
            RowUses.Once(0), RowUses.Once(1.7e9 + 1e-6), RowUses.Once(1).And(2), RowUses.Once(1).And(2).And(3),
            new(-62135596800, 253402300799.999999, double.NaN, double.NaN, long.MaxValue), new(double.Epsilon, double.MaxValue, -double.MaxValue, 1.0 / 3, 4),
        ];
        await AddedAsync(MemorySketch.Memories(uses.Length + 1));
        await Memories.WriteUsesAsync(Fabric, [.. uses.Select((u, i) => new MemoryUse($"m{i}", u))], default);
        await Memories.WriteUsesAsync(Fabric, [], default);
        RowUses[] expected = [.. uses, MemorySketch.Memory("last").Uses];
        Assert.Equal(expected.Select(u => u.Bits()), (await AllAsync()).Select(m => m.Uses.Bits()));
        Assert.Equal(1, (await Memories.ReadFabricAsync(Fabric, default))!.Revision);
        Assert.Empty(await Memories.ReadChangedAsync(Fabric, 1, 0, 10, default));
        // A memory that is added or changed with uses keeps them to the bit, too.
        await AddedAsync([.. uses.Select((u, i) => MemorySketch.Memory($"n{i}") with { Uses = u })]);
        await CommittedAsync(changed: [.. uses.Select((u, i) => MemorySketch.Memory($"m{uses.Length - i}").Update() with { Uses = u })]);
        var read = (await AllAsync()).ToDictionary(m => m.Id, m => m.Uses.Bits());
        Assert.Equal(uses.Select(u => u.Bits()), Enumerable.Range(0, uses.Length).Select(i => read[$"n{i}"]));
        Assert.Equal(uses.Select(u => u.Bits()), Enumerable.Range(0, uses.Length).Select(i => read[$"m{uses.Length - i}"]));
    }

    [Fact]
    public async Task Uses_are_written_while_memories_change()
    {
        var other = await OpenAsync();
        var many = MemorySketch.Memories(300);
        await AddedAsync(many);
        var uses = Task.Run(async () =>
        {
            for (var i = 1; i <= 20; i++)
                await other.Memories.WriteUsesAsync(Fabric, [.. many.Reverse().Select(m => new MemoryUse(m.Id, RowUses.Once(i)))], default);
        });
        for (var i = 0; i < 20; i++) await CommittedAsync(changed: [.. many.Select(m => m.Update() with { Uses = RowUses.Once(100 + i) })]);
        await uses;
        Assert.Equal(21, (await Memories.ReadFabricAsync(Fabric, default))!.Revision);
        // Whichever was written last, it was written as a whole.
        Assert.Single((await AllAsync()).Select(m => m.Uses.Last).Distinct());
    }

    [Fact]
    public async Task An_erased_memory_is_gone_and_its_id_is_told_to_those_who_have_not_seen_it()
    {
        await AddedAsync(MemorySketch.Memories(3));
        await CommittedAsync(erased: ["m1", "m1", "nobody"]);
        await CommittedAsync(erased: ["m0"]);
        Assert.Equal(["m2"], (await AllAsync()).Select(m => m.Id));
        Assert.Empty(await Memories.ReadMemoriesAsync(Fabric, ["m0", "m1"], default));
        Assert.Equal(["m0", "m1"], (await Memories.ReadErasedAsync(Fabric, 1, default)).Order());
        Assert.Equal(["m0"], await Memories.ReadErasedAsync(Fabric, 2, default));
        Assert.Empty(await Memories.ReadErasedAsync(Fabric, 3, default));
        Assert.Equal(Place.Time(StateSketch.Begin.AddHours(1)), await Place.SqlAsync("SELECT erased_at FROM memory_erasures WHERE id = 'm1' AND revision = 2"));
        Assert.Equal(1L, await Place.SqlAsync("SELECT count(*) FROM memory_contents"));
    }

    [Fact]
    public async Task An_erased_id_can_be_added_again_as_a_new_memory()
    {
        await AddedAsync(Full("a"));
        await CommittedAsync(erased: ["a"]);
        Assert.Equal((3L, 2L), await AddedAsync(MemorySketch.Memory("a")));
        Assert.Equal([(MemorySketch.Memory("a") with { Ordinal = 2 }).Text()], await AllTextAsync());
        await CommittedAsync(erased: ["a"]);
        Assert.Equal(["a"], await Memories.ReadErasedAsync(Fabric, 0, default));
        // Changed and erased by one change, it is gone; erased and added by one change, it was never there.
        await AddedAsync(MemorySketch.Memory("a"));
        await CommittedAsync(changed: [MemorySketch.Memory("a").Update()], erased: ["a"]);
        Assert.Empty(await AllAsync());
        await CommittedAsync(added: [MemorySketch.Memory("a")], erased: ["a"]);
        Assert.Equal([("a", 4L)], (await AllAsync()).Select(m => (m.Id, m.Ordinal)));
    }
}
