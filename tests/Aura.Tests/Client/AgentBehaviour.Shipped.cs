using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task Project_picks_values_by_their_pointers_byte_for_byte()
    {
        var agent = Aura.Agent("a");
        const string json =
            """{ "a" : {"b":[10, {"c": 1.50 , "":[]}]}, "a/b":1e400, "m~n":[ 2 , 3 ], "\ud800":0, "é":null, "d":1, "d":"last", "01":{"0":"z"} }""";
        await agent.SaveAsync("x", Payload.Parse(json));
        Assert.Equal(
            """{"/a/b/0":10,"/a/b/1/c":1.50,"/a/b/1/":[],"/a~1b":1e400,"/m~0n":[ 2 , 3 ],"/é":null,"/d":"last","/01/0":"z"}""",
            await ProjectAsync(
                agent, "/a/b/0", "/a/b/1/c", "/a/b/1/", "/a~1b", "/m~0n", "/é", "/d", "/01/0", "/none", "/a/b/2", "/a/b/01", "/a/b/-", "/a/b/+1", "/a/b/0/x",
                "/a/b/99999999999", "/d"));
        Assert.Equal($$"""{"":{{json}}}""", await ProjectAsync(agent, ""));
        Assert.Equal("{}", await ProjectAsync(agent));
        await agent.SaveAsync("x", 7.ToString());
        Assert.Equal("{}", await ProjectAsync(agent, "/0"));
    }

    [Fact]
    public async Task Decayed_halves_confidence_with_every_half_life()
    {
        var agent = Aura.Agent("a");
        Time.AutoAdvanceAmount = TimeSpan.Zero;
        var now = Time.GetUtcNow();
        await agent.SaveAsync(new SaveRequest { Payload = "p", Context = new() { Confidence = 0.8 }, OccurredAt = now.AddDays(-2) });
        foreach (var halfLife in (string[])["\"1.00:00:00\"", "86400", "8.64e4"])
        {
            Assert.Equal(
                "{\"confidence\":0.8,\"ageSeconds\":172800,\"decayed\":0.2}",
                (await agent.RetrieveAsync("decayed", Payload.Parse($$"""{"halfLife":{{halfLife}}}"""))).Result.ToString());
        }
        await agent.SaveAsync(new SaveRequest { Payload = "p", OccurredAt = now.AddSeconds(-30) });
        Assert.Equal("{\"confidence\":1,\"ageSeconds\":30,\"decayed\":0.5}", await DecayedAsync());
        await agent.SaveAsync(new SaveRequest { Payload = "p", OccurredAt = now.AddDays(1) });
        Assert.Equal("{\"confidence\":1,\"ageSeconds\":0,\"decayed\":1}", await DecayedAsync());

        async Task<string> DecayedAsync() => (await agent.RetrieveAsync("decayed", Payload.Parse("{\"halfLife\":30}"))).Result.ToString();
    }

    [Fact]
    public async Task Enrich_adds_the_payloads_of_the_causes_as_deep_as_asked()
    {
        var agent = Aura.Agent("a");
        var far = await Aura.Agent("b").SaveAsync("observation", "far", new() { Causes = ["sky"] });
        var erased = await Aura.Agent("b").SaveAsync("observation", "gone");
        await Aura.Agent("b").ErasePayloadAsync(erased.Id);
        var near = await agent.SaveAsync("decision", Payload.Parse("{ \"n\": 1e400 }"), new() { Causes = [far, "why"] });
        await agent.SaveAsync(
            "outcome", "end", new() { Causes = ["label", Cause.Of(near.Id, CausalRelation.Enabled), Cause.Of(erased.Id, CausalRelation.NoEffect), far] });

        string Near(string causes) => $$"""{"state":"{{near.Id}}","agent":"a","type":"decision","relation":"enabled","payload":{ "n": 1e400 }{{causes}}}""";
        string Far(string causes) => $$"""{"state":"{{far.Id}}","agent":"b","type":"observation","relation":"caused","payload":"far"{{causes}}}""";
        string Whole(string causes, string farCauses) =>
            $$"""{"payload":"end","causes":[{"label":"label","relation":"caused"},{{Near(causes)}},{"state":"{{erased.Id}}","agent":"b","type":"observation","relation":"no_effect"},{{Far(farCauses)}}]}""";

        Assert.Equal(Whole("", ""), await EnrichedAsync(null));
        Assert.Equal(Whole("", ""), await EnrichedAsync("{\"depth\":1}"));
        var deep = Whole(
            $$""","causes":[{{Far("")}},{"label":"why","relation":"caused"}]""", ",\"causes\":[{\"label\":\"sky\",\"relation\":\"caused\"}]");
        Assert.Equal(deep, await EnrichedAsync("{\"depth\":2}"));
        // The far one is met again below the near one, but has its own causes only where it is met first.
        Assert.Equal(deep, await EnrichedAsync("{\"depth\":3}"));

        async Task<string> EnrichedAsync(string? arguments) =>
            (await agent.RetrieveAsync("enrich", arguments is null ? null : Payload.Parse(arguments))).Result.ToString();
    }

    [Fact]
    public async Task Enrich_stops_after_a_hundred_causes()
    {
        var agent = Aura.Agent("a");
        var first = await agent.SaveAsync("x", "first");
        var second = await agent.SaveAsync("x", "second", new() { Causes = [first, first] });
        await agent.SaveAsync("x", "third", new() { Causes = [second, .. Enumerable.Repeat((Cause)"label", 98)] });
        async Task<JsonElement> EnrichedAsync() => JsonDocument.Parse((await agent.RetrieveAsync("enrich", Payload.Parse("{\"depth\":3}"))).Result.Utf8).RootElement;

        var enriched = await EnrichedAsync();
        Assert.Equal(99, enriched.GetProperty("causes").GetArrayLength());
        Assert.Equal(1, enriched.GetProperty("causes")[0].GetProperty("causes").GetArrayLength());
        Assert.True(enriched.GetProperty("truncated").GetBoolean());
        await agent.SaveAsync("x", "fourth", new() { Causes = [.. Enumerable.Repeat((Cause)"label", 100)] });
        enriched = await EnrichedAsync();
        Assert.Equal(100, enriched.GetProperty("causes").GetArrayLength());
        Assert.False(enriched.TryGetProperty("truncated", out _));
    }

    [Fact]
    public async Task A_history_is_summed_up()
    {
        var agent = Aura.Agent("a");
        await Assert.ThrowsAsync<NotFoundException>(async () => await agent.RetrieveAsync("summarise-history"));
        var day = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        async Task SaveOneAsync(string type, string json, int hour, StateSource source = StateSource.Update, double? confidence = null, double energy = 0) =>
            await agent.SaveAsync(new SaveRequest
            {
                Type = type, Payload = Payload.Parse(json), OccurredAt = day.AddHours(hour), Source = source,
                Context = new() { Confidence = confidence, EnergyCost = energy },
            });

        await SaveOneAsync("observation", "{\"goal\":1,\"city\":\"Rome\"}", 5, StateSource.Input, energy: 1);
        await SaveOneAsync("decision", "{\"goal\" : 1e400}", 9, confidence: 0.5, energy: 2);
        await SaveOneAsync("outcome", "{\"score\":0.25}", 7);
        await SaveOneAsync("decision", "[1]", 2, confidence: 1);
        await SaveOneAsync("outcome", "true", 8, energy: 0.5);
        await SaveOneAsync("outcome", "\"no idea\"", 6);
        await SaveOneAsync("observation", "{\"city\":null,\"city\":\"Bari\"}", 3);

        Assert.Equal(
            """{"states":7,"types":{"decision":2,"observation":2,"outcome":3},"sources":{"update":6,"input":1},"firstOccurredAt":"2026-01-01T02:00:00+00:00","lastOccurredAt":"2026-01-01T09:00:00+00:00","fields":{"city":{"value":"Bari","version":7},"score":{"value":0.25,"version":3},"goal":{"value":1e400,"version":2}},"outcomes":{"count":3,"scored":2,"meanScore":0.625,"successRate":0.5},"totalEnergy":3.5,"meanConfidence":0.75}""",
            await SummaryAsync(null));
        Assert.Equal(
            """{"states":2,"types":{"decision":2},"sources":{"update":2},"firstOccurredAt":"2026-01-01T02:00:00+00:00","lastOccurredAt":"2026-01-01T09:00:00+00:00","fields":{"goal":{"value":1e400,"version":2}},"outcomes":{"count":0,"scored":0},"totalEnergy":2,"meanConfidence":0.75}""",
            await SummaryAsync("{\"type\":\"decision\"}"));
        Assert.Equal((long[])[4, 3, 1, 1], await CountsAsync("{\"last\":4}", "{\"type\":\"outcome\",\"last\":9}", "{\"last\":1}", "{\"type\":\"decision\",\"last\":1}"));
        var upTo = await agent.RetrieveAsync(new() { Retrieval = "summarise-history", From = new() { Version = 3 } });
        Assert.Equal(3, JsonNode.Parse(upTo.Result.Utf8.Span)!["states"]!.GetValue<int>());

        async Task<string> SummaryAsync(string? arguments) =>
            (await agent.RetrieveAsync("summarise-history", arguments is null ? null : Payload.Parse(arguments))).Result.ToString();
        async Task<long[]> CountsAsync(params string[] arguments) =>
            [.. await Task.WhenAll(arguments.Select(async a => JsonNode.Parse(await SummaryAsync(a))!["states"]!.GetValue<long>()))];
    }

    [Theory]
    [InlineData("project", "null", "arguments")]
    [InlineData("project", "{}", "arguments")]
    [InlineData("project", "{\"paths\":\"/a\"}", "arguments")]
    [InlineData("project", "{\"paths\":[\"/a\"],\"more\":1}", "arguments")]
    [InlineData("project", "{\"paths\":[\"a\"]}", "arguments.paths")]
    [InlineData("project", "{\"paths\":[\"/a~2\"]}", "arguments.paths")]
    [InlineData("project", "{\"paths\":[\"/a~\"]}", "arguments.paths")]
    [InlineData("project", "{\"paths\":[null]}", "arguments.paths")]
    [InlineData("decayed", "null", "arguments")]
    [InlineData("decayed", "{}", "arguments")]
    [InlineData("decayed", "{\"halfLife\":\"soon\"}", "arguments")]
    [InlineData("decayed", "{\"halfLife\":\"\\ud800\"}", "arguments")]
    [InlineData("decayed", "{\"halfLife\":0}", "arguments.halfLife")]
    [InlineData("decayed", "{\"halfLife\":1e400}", "arguments.halfLife")]
    [InlineData("decayed", "{\"halfLife\":\"-00:00:01\"}", "arguments.halfLife")]
    [InlineData("enrich", "{\"depth\":0}", "arguments.depth")]
    [InlineData("enrich", "{\"depth\":4}", "arguments.depth")]
    [InlineData("enrich", "{\"depth\":1.5}", "arguments")]
    [InlineData("enrich", "[]", "arguments")]
    [InlineData("summarise-history", "{\"last\":0}", "arguments.last")]
    [InlineData("summarise-history", "{\"type\":\"\"}", "type")]
    [InlineData("summarise-history", "{\"types\":\"x\"}", "arguments")]
    public async Task Arguments_that_make_no_sense_are_refused(string retrieval, string arguments, string field)
    {
        await SaveAsync(Aura.Agent("a"), 1);
        var error = await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.Agent("a").RetrieveAsync(retrieval, Payload.Parse(arguments)));
        Assert.Equal(field, error.Field);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static async Task<string> ProjectAsync(IBranch branch, params string[] paths)
    {
        var result = (await branch.RetrieveAsync("project", Payload.From(new { paths }))).Result.ToString();
        return result.Replace("\\u00E9", "é", StringComparison.Ordinal).Replace("\\u002B", "+", StringComparison.Ordinal);
    }
}
