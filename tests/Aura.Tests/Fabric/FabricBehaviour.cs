using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

/// <summary>What every host promises of fabrics: remembering, and what is there afterwards.</summary>
public abstract partial class FabricBehaviour : AuraTest
{
    private static readonly FabricSettings Small = new() { Dimensions = 4 };

    [Fact]
    public async Task The_first_memory_makes_a_fabric_and_what_is_remembered_comes_back_as_it_went_in()
    {
        var fabric = Aura.Fabric("f");
        var cause = await Aura.Agent("a").SaveAsync(StateTypes.Observation, "seen");
        var request = new MemoryRequest
        {
            Id = "m1",
            Content = Payload.Parse("""{ "text":  "The flight HAT004 is late", "n": 1e400 }"""),
            Labels = ["flight", "late"],
            Agent = "a",
            State = cause.Id,
            OccurredAt = StateSketch.Begin.AddDays(-1),
            Tier = MemoryTier.Working,
        };

        Assert.Equal(new Remembered("m1", true), await fabric.RememberAsync(request));
        for (var round = 0; round < 2; round++, await Host.RestartAsync())
        {
            var memory = await Aura.Fabric("f").GetAsync("m1");
            Assert.Equal(request.Content, memory!.Content);
            Assert.Equal(["flight", "late"], memory.Labels);
            Assert.Equal((request.Agent, request.State, request.OccurredAt, MemoryTier.Working), (memory.Agent, memory.State, memory.OccurredAt, memory.Tier));
            Assert.Equal(1, memory.Uses);
            Assert.Equal([request.OccurredAt!.Value], memory.LastUses);
            Assert.Equal(-0.5 * Math.Log(24 * 3600), memory.Activation, 3);
            Assert.False(memory.Archived);
            var only = Assert.Single(memory.Interpretations);
            Assert.Equal(("content", null, 1.0), (only.Label, only.Text, only.Weight));
            Assert.Equal(1, only.Vector.ToArray().Sum(x => (double)x * x), 5);
            Assert.Equal("m1", Assert.Single((await Aura.Fabric("f").RecallAsync("late flights")).Hits).Id);
        }
        Assert.Equal(["f"], await Aura.FabricsAsync().Select(f => f.Name).ToListAsync());
        Assert.Equal(768, (await Aura.Fabric("f").DescribeAsync()).Settings.Dimensions);
    }

    [Fact]
    public async Task Remembered_again_a_memory_is_used_once_more_and_another_content_of_its_id_is_refused()
    {
        var fabric = Aura.Fabric("f");
        await fabric.RememberAsync([Text("x", "first"), Text("y", "second")]);
        Assert.Equal([new("y", false), new("z", true), new("y", false)], await fabric.RememberAsync([Text("y", "second"), Text("z", "third"), Text("y", "second")]));
        Assert.Equal(3, (await fabric.GetAsync("y"))!.Uses);

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(async () => await fabric.RememberAsync([Text("new", "fourth"), Text("x", "other")]));
        Assert.Equal("Memory 'x' exists with another content: a memory's content never changes.", refusal.Message);
        Assert.Null(await fabric.GetAsync("new"));
        var statistics = await fabric.StatisticsAsync();
        Assert.Equal((3, 3, 3, 0), (statistics.Memories, statistics.Resident, statistics.Episodic, statistics.Archived));
    }

    [Fact]
    public async Task Many_remember_at_a_time_and_none_is_lost_or_doubled()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small);
        var other = (await Host.ConnectAsync()).Fabric("f");
        var tasks = Enumerable.Range(0, 200).Select(async i =>
        {
            // Both processes store the same memories: whoever is later finds them.
            var added = await (i % 2 == 0 ? fabric : other).RememberAsync([At($"m{i / 2}", i), At($"n{i}", i)]);
            return added.Count(r => r.Added);
        });
        Assert.Equal(300, (await Task.WhenAll(tasks)).Sum());
        foreach (var one in new[] { fabric, other })
        {
            var found = await one.RecallAsync(new RecallRequest { Vector = Direction(0), Top = 1000, WithMemories = false, Fresh = true });
            Assert.Equal(300, found.Hits.Select(h => h.Id).Distinct().Count());
        }
        await Host.RestartAsync();
        Assert.Equal(300, (await Aura.Fabric("f").StatisticsAsync()).Resident);
        Assert.Equal(300, await Aura.Fabric("f").ListAsync().CountAsync());
    }

    [Fact]
    public async Task Another_process_is_seen_when_it_is_asked_for()
    {
        var fabric = Aura.Fabric("f");
        var other = (await Host.ConnectAsync()).Fabric("f");
        await fabric.RememberAsync([At("a", 0), At("b", 1)]);
        await other.RememberAsync(At("c", 2));
        await other.ForgetAsync(["a"]);
        await other.EvolveAsync(new() { At = Time.GetUtcNow().AddYears(10) });

        var found = await fabric.RecallAsync(new RecallRequest { Vector = Direction(0), Fresh = true });
        Assert.Empty(found.Hits);
        Assert.Equal((2, 2), ((await fabric.StatisticsAsync()).Memories, (await fabric.StatisticsAsync()).Archived));
        // What was archived by the other comes back here.
        Assert.Equal([new("b", false)], await fabric.RememberAsync([At("b", 1)]));
        Assert.Equal(["b"], (await other.RecallAsync(new RecallRequest { Vector = Direction(0), Fresh = true })).Hits.Select(h => h.Id));
    }

    [Fact]
    public async Task What_is_forgotten_is_gone_with_what_was_learnt_of_it()
    {
        var fabric = Aura.Fabric("f");
        await fabric.RememberAsync([.. Enumerable.Range(0, 4).Select(i => Text($"m{i}", "The hotel cancelled my room twice")), Text("other", "Something else entirely")]);
        var semantic = Assert.Single((await fabric.EvolveAsync()).Semantic);
        Assert.Equal(4, (await fabric.GetAsync(semantic))!.Sources.Count);

        Assert.Equal(1, await fabric.ForgetAsync(["m2", "unknown", "m2"]));
        Assert.Null(await fabric.GetAsync("m2"));
        Assert.Null(await fabric.GetAsync(semantic));
        Assert.Null((await fabric.GetAsync("m1"))!.ConsolidatedInto);
        Assert.DoesNotContain("m2", (await fabric.RecallAsync("The hotel cancelled my room twice")).Hits.Select(h => h.Id));
        // The others are examined anew.
        Assert.Equal(["m0", "m1", "m3"], (await fabric.GetAsync(Assert.Single((await fabric.EvolveAsync()).Semantic)))!.Sources);
        await Host.RestartAsync();
        Assert.Null(await Aura.Fabric("f").GetAsync("m2"));
        // Its id is free again.
        Assert.True((await Aura.Fabric("f").RememberAsync(Text("m2", "another thing"))).Added);
    }

    [Fact]
    public async Task Settings_are_fixed_when_a_fabric_is_made()
    {
        var fabric = Aura.Fabric("f");
        var made = await fabric.CreateAsync(Small with { Decay = 0.25 });
        Assert.Equal(made, await fabric.CreateAsync(Small with { Decay = 0.25 }));
        Assert.Equal(0.25, made.Settings.Decay);
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(async () => await fabric.CreateAsync(Small));
        Assert.Equal("Fabric 'f' exists with other settings: they are fixed when it is made.", refusal.Message);
        await Host.RestartAsync();
        Assert.Equal(made, await Aura.Fabric("f").DescribeAsync());
    }

    private static MemoryRequest Text(string id, string text) => new() { Id = id, Content = text };

    // A memory in a direction of a plane.
    private static MemoryRequest At(string id, double degrees, params string[] labels) => new()
    {
        Id = id,
        Content = id,
        Labels = labels,
        Interpretations = [new() { Label = "only", Vector = Direction(degrees) }],
    };

    private static float[] Direction(double degrees) => [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180), 0, 0];
}
