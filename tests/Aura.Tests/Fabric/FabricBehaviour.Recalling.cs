using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

public abstract partial class FabricBehaviour
{
    [Fact]
    public async Task The_nearest_come_first_and_ties_by_id()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small);
        await fabric.RememberAsync([At("far", 170), At("near", 3), At("tie-b", 20), At("tie-a", 20), At("tie-c", 20), At("opposite", 180)]);
        var hits = (await fabric.RecallAsync(new RecallRequest { Vector = new[] { 200f, 0, 0, 0 }, Top = 6 })).Hits;
        Assert.Equal(["near", "tie-a", "tie-b", "tie-c", "far", "opposite"], hits.Select(h => h.Id));
        Assert.Equal(Math.Cos(3 * Math.PI / 180), hits[0].Score, 6);
        Assert.Equal(-1, hits[^1].Similarity!.Value, 6);
        Assert.All(hits, h => Assert.Equal(h.Id, h.Memory!.Content.As<string>()));
        Assert.Equal(["near", "tie-a"], (await fabric.RecallAsync(new RecallRequest { Vector = Direction(0), Top = 2, WithMemories = false })).Hits.Select(h => h.Id));
    }

    [Fact]
    public async Task A_memory_in_superposition_is_found_once_by_its_nearest_interpretation()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small);
        await fabric.RememberAsync([.. Enumerable.Range(0, 12).Select(i => Superposed($"s{i:00}", Enumerable.Range(0, 16).Select(j => (double)(i * 3 + j)).ToArray())), At("single", 1.5)]);
        var hits = (await fabric.RecallAsync(new RecallRequest { Vector = Direction(0), Top = 5 })).Hits;
        Assert.Equal(["s00", "single", "s01", "s02", "s03"], hits.Select(h => h.Id));
        Assert.Equal(["0°", "only", "3°", "6°", "9°"], hits.Select(h => h.Interpretation));
        Assert.Equal(12, (await fabric.StatisticsAsync()).Superposed);
        Assert.Equal(12 * 16 + 1, (await fabric.StatisticsAsync()).Rows);
        Assert.Equal(13, (await fabric.RecallAsync(new RecallRequest { Vector = Direction(0), Top = 1000 })).Hits.Count);
    }

    [Fact]
    public async Task Filters_keep_to_tier_label_agent_and_time()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small);
        var day = StateSketch.Begin;
        await fabric.RememberAsync(
        [
            At("a", 0, "red") with { Agent = "x", OccurredAt = day },
            At("b", 1, "red", "big") with { Agent = "y", OccurredAt = day.AddDays(1) },
            At("c", 2, "big") with { Agent = "x", OccurredAt = day.AddDays(2), Tier = MemoryTier.Semantic },
            At("d", 3) with { OccurredAt = day.AddDays(3), Tier = MemoryTier.Working },
        ]);

        async Task<string> FoundAsync(MemoryFilter filter)
        {
            var found = await fabric.RecallAsync(new RecallRequest { Vector = Direction(0), Filter = filter, WithMemories = false });
            var listed = await fabric.ListAsync(filter).Select(m => m.Id).ToListAsync();
            Assert.Equal(listed, found.Hits.Select(h => h.Id));
            return string.Concat(listed);
        }

        Assert.Equal("abcd", await FoundAsync(new()));
        Assert.Equal("ab", await FoundAsync(new() { Tiers = [MemoryTier.Episodic] }));
        Assert.Equal("cd", await FoundAsync(new() { Tiers = [MemoryTier.Semantic, MemoryTier.Working] }));
        Assert.Equal("ab", await FoundAsync(new() { Labels = ["red"] }));
        Assert.Equal("b", await FoundAsync(new() { Labels = ["red", "big"] }));
        Assert.Equal("", await FoundAsync(new() { Labels = ["none"] }));
        Assert.Equal("ac", await FoundAsync(new() { Agent = "x" }));
        Assert.Equal("", await FoundAsync(new() { Agent = "nobody" }));
        Assert.Equal("bc", await FoundAsync(new() { From = day.AddDays(1), To = day.AddDays(3) }));
        Assert.Equal("c", await FoundAsync(new() { Agent = "x", From = day.AddDays(1) }));
    }

    [Fact]
    public async Task Text_is_found_by_meaning_by_words_and_by_both()
    {
        var fabric = Aura.Fabric("f");
        await fabric.RememberAsync(
        [
            Text("refund", "The customer asks for a refund of reservation M05KNL because the flight was cancelled."),
            Text("baggage", "Two bags are included with every business class ticket."),
            Text("weather", "Thunderstorms are expected over Denver in the afternoon."),
        ]);
        foreach (var mode in Enum.GetValues<RecallMode>())
        {
            Assert.Equal("refund", (await fabric.RecallAsync(new RecallRequest { Text = "cancelled flight, refund", Mode = mode })).Hits[0].Id);
            Assert.Equal("refund", (await fabric.RecallAsync(new RecallRequest { Text = "M05KNL", Mode = mode })).Hits[0].Id);
        }
        // Words that are not the same, but alike, are found by their parts.
        var hits = (await fabric.RecallAsync(new RecallRequest { Text = "thunderstorm", Mode = RecallMode.Hybrid })).Hits;
        Assert.Equal("weather", hits[0].Id);
        Assert.NotNull(hits[0].Similarity);
        Assert.Null(hits[0].TextScore);
        Assert.Empty((await fabric.RecallAsync(new RecallRequest { Text = "thunderstorm", Mode = RecallMode.Text })).Hits);
        // Filters hold for words, too.
        Assert.Empty((await fabric.RecallAsync(new RecallRequest { Text = "refund", Mode = RecallMode.Text, Filter = new() { Labels = ["none"] } })).Hits);
    }

    [Fact]
    public async Task Queries_of_one_request_are_answered_each_by_itself()
    {
        var fabric = Aura.Fabric("f");
        await fabric.RememberAsync([.. Enumerable.Range(0, 50).Select(i => Text($"m{i}", $"note number {i} on subject {i % 7}"))]);
        RecallRequest[] queries =
        [
            new() { Text = "number 7", Top = 3 },
            new() { Text = "subject 2", Top = 5, Mode = RecallMode.Text },
            new() { Text = "number 7", Top = 3, Mode = RecallMode.Vector, WithMemories = false },
        ];
        var together = await fabric.RecallAsync(queries);
        for (var i = 0; i < queries.Length; i++)
        {
            var alone = await fabric.RecallAsync(queries[i]);
            Assert.Equal(alone.Hits.Select(h => (h.Id, h.Score)), together[i].Hits.Select(h => (h.Id, h.Score)));
            Assert.Equal(queries[i].Top, together[i].Hits.Count);
        }
        Assert.All(together[2].Hits, h => Assert.Null(h.Memory));
    }

    private static MemoryRequest Superposed(string id, params double[] degrees) => new()
    {
        Id = id,
        Content = id,
        Interpretations = [.. degrees.Select(d => new Interpretation { Label = $"{d}°", Vector = Direction(d) })],
    };
}
