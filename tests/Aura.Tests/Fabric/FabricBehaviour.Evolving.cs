namespace Aura.Tests.Fabric;

public abstract partial class FabricBehaviour
{
    [Fact]
    public async Task Similar_episodes_become_one_semantic_memory_and_where_they_disagree_it_is_in_superposition()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small with { ConsolidationSimilarity = Math.Cos(30 * Math.PI / 180), ConsolidationSize = 3 });
        // Two ways to say it, 25 degrees from each other; one far away.
        await fabric.RememberAsync([At("a1", 0, "x", "y"), At("a2", 0.5, "x"), At("b1", 25, "x", "z"), At("a3", 1, "x"), At("far", 90)]);
        var evolution = await fabric.EvolveAsync();
        Assert.Equal((5, 4, 0, 0), (evolution.Memories, evolution.Consolidated, evolution.Archived, evolution.Drifted));
        var semantic = (await fabric.GetAsync(Assert.Single(evolution.Semantic)))!;
        Assert.Equal((MemoryTier.Semantic, 4), (semantic.Tier, semantic.Uses));
        Assert.Equal(["a1", "a2", "b1", "a3"], semantic.Sources);
        Assert.Equal(["x"], semantic.Labels);
        Assert.Equal("a1", semantic.Content.As<string>());
        Assert.Equal([("a1", 0.75), ("b1", 0.25)], semantic.Interpretations.Select(i => (i.Label, i.Weight)));
        Assert.Equal(1, (await fabric.StatisticsAsync()).Superposed);
        // The episodes are as they were, and say what became of them.
        foreach (var id in semantic.Sources)
        {
            var source = (await fabric.GetAsync(id))!;
            Assert.Equal((semantic.Id, MemoryTier.Episodic, false), (source.ConsolidatedInto, source.Tier, source.Archived));
            Assert.Equal(id, source.Content.As<string>());
        }
        Assert.Null((await fabric.GetAsync("far"))!.ConsolidatedInto);
        Assert.Empty((await fabric.EvolveAsync()).Semantic);

        // Later ones join it.
        await fabric.RememberAsync([At("b2", 25), At("b3", 25)]);
        await Host.RestartAsync();
        evolution = await Aura.Fabric("f").EvolveAsync();
        Assert.Equal([semantic.Id], evolution.Semantic);
        semantic = (await Aura.Fabric("f").GetAsync(semantic.Id))!;
        Assert.Equal(["a1", "a2", "b1", "a3", "b2", "b3"], semantic.Sources);
        Assert.Equal(["a1", "b1"], semantic.Interpretations.Select(i => i.Label));
        Assert.All(semantic.Interpretations, i => Assert.Equal(0.5, i.Weight, 9));
        Assert.Equal("b1", (await Aura.Fabric("f").CollapseAsync(new() { Id = semantic.Id, ContextVector = Direction(40) })).Choice);
    }

    [Fact]
    public async Task What_is_not_used_is_archived_and_comes_back_when_it_is_remembered_again()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small);
        await fabric.RememberAsync([At("old", 0), At("often", 1), At("mind", 2) with { Tier = MemoryTier.Working }]);
        for (var i = 0; i < 9; i++) await fabric.RememberAsync(At("often", 1));
        var day = Time.GetUtcNow().AddDays(300);
        Assert.Equal(0, (await fabric.EvolveAsync(new() { At = Time.GetUtcNow().AddDays(200) })).Archived);
        Assert.Equal(1, (await fabric.EvolveAsync(new() { At = day })).Archived);

        var old = (await fabric.GetAsync("old"))!;
        Assert.True(old.Archived);
        Assert.Equal("old", old.Content.As<string>());
        Assert.Equal(["often", "mind"], (await fabric.RecallAsync(new RecallRequest { Vector = Direction(0) })).Hits.Select(h => h.Id));
        Assert.Equal(["old", "often", "mind"], await fabric.ListAsync().Select(m => m.Id).ToListAsync());
        await Host.RestartAsync();
        Assert.Equal((3, 2, 1), ((await Aura.Fabric("f").StatisticsAsync()).Memories, (await Aura.Fabric("f").StatisticsAsync()).Resident, (await Aura.Fabric("f").StatisticsAsync()).Archived));

        Assert.False((await Aura.Fabric("f").RememberAsync(At("old", 0))).Added);
        Assert.Equal((false, 2), ((await Aura.Fabric("f").GetAsync("old"))!.Archived, (await Aura.Fabric("f").GetAsync("old"))!.Uses));
        Assert.Equal("old", (await Aura.Fabric("f").RecallAsync(new RecallRequest { Vector = Direction(0) })).Hits[0].Id);
    }

    [Fact]
    public async Task Working_memory_keeps_what_is_most_active()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small with { WorkingCapacity = 2 });
        await fabric.RememberAsync([.. Enumerable.Range(0, 5).Select(i => At($"w{i}", 40 * i) with { Tier = MemoryTier.Working })]);
        Time.Advance(TimeSpan.FromMinutes(1));
        await fabric.ThinkAsync(Thought(160) with { Top = 1 });
        Time.Advance(TimeSpan.FromMinutes(1));
        await fabric.ThinkAsync(Thought(40) with { Top = 1 });
        Assert.Equal(3, (await fabric.EvolveAsync()).LeftWorking);
        Assert.Equal(["w1", "w4"], await fabric.ListAsync(new() { Tiers = [MemoryTier.Working] }).Select(m => m.Id).ToListAsync());
        Assert.Equal(0, (await fabric.EvolveAsync()).LeftWorking);
    }

    [Fact]
    public async Task Episodes_drift_toward_the_contexts_that_they_are_used_in()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small with { Drift = 0.2 });
        await fabric.RememberAsync([At("used", 0), At("fixed", 0) with { Tier = MemoryTier.Semantic }, At("unused", 120)]);
        for (var i = 0; i < 3; i++) await fabric.ThinkAsync(Thought(0) with { ContextVector = Direction(90), Top = 2 });
        Assert.Equal(1, (await fabric.EvolveAsync()).Drifted);

        async Task<double> AngleAsync(string id)
        {
            var vector = (await Aura.Fabric("f").GetAsync(id))!.Interpretations[0].Vector.ToArray();
            Assert.Equal(1, vector.Sum(x => (double)x * x), 5);
            return Math.Atan2(vector[1], vector[0]) * 180 / Math.PI;
        }

        var angle = Math.Atan2(0.2, 0.8) * 180 / Math.PI;
        Assert.Equal(angle, await AngleAsync("used"), 3);
        Assert.Equal(0, await AngleAsync("fixed"), 3);
        Assert.Equal(120, await AngleAsync("unused"), 3);
        Assert.Equal("used", (await fabric.RecallAsync(new RecallRequest { Vector = Direction(angle) })).Hits[0].Id);
        Assert.Equal(0, (await fabric.EvolveAsync()).Drifted);
        await Host.RestartAsync();
        Assert.Equal(angle, await AngleAsync("used"), 3);
    }

    [Fact]
    public async Task The_same_calls_give_the_same_fabric()
    {
        async Task<List<string>> LiveAsync(string name)
        {
            var fabric = Aura.Fabric(name);
            for (var i = 0; i < 60; i++) await fabric.RememberAsync(Text($"m{i}", $"Order {i % 6} was delivered {(i % 3 == 0 ? "late in the evening" : "on time")}") with { OccurredAt = DateTimeOffset.UnixEpoch.AddDays(i) });
            await fabric.ThinkAsync(new ThinkRequest { Thought = "late orders", Seed = 7, Reinforce = false });
            await fabric.EvolveAsync(new() { At = DateTimeOffset.UnixEpoch.AddDays(100) });
            return await fabric.ListAsync().Select(m => $"{m.Id} {m.Tier} {m.Archived} {m.ConsolidatedInto} {string.Join(',', m.Interpretations.Select(x => x.Label + x.Weight))}").ToListAsync();
        }

        var first = await LiveAsync("one");
        Assert.Contains(first, line => line.StartsWith("semantic:", StringComparison.Ordinal));
        Assert.Equal(first, await LiveAsync("two"));
    }
}
