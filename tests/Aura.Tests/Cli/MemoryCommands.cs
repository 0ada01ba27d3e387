using System.Text;
using System.Text.Json;

namespace Aura.Tests.Cli;

/// <summary>What the commands around memories print, for people and as JSON.</summary>
public sealed class MemoryCommands : AuraProcess
{
    private const string Notes = """
        {"id":"lisbon","text":"The fare to Lisbon drops on Fridays","at":"2026-01-02T03:04:05Z","labels":["fares"]}

        {"id":"bag","text":"A second suitcase costs fifty dollars"}
        {"id":"gate","text":"The gate closes twenty minutes before departure","labels":["rules","gate"]}
        """;

    // Two runs of one kind and one of another; what the system is told is no memory of what happened.
    private const string Runs = """
        [{"messages":[{"role":"system","content":"Be kind"},{"role":"user","content":"Please cancel my flight to Boston"},
           {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"cancel","arguments":"{\"to\":\"Boston\"}"}}]},
           {"role":"tool","tool_call_id":"1","name":"cancel","content":"The flight was cancelled"},{"role":"tool","tool_call_id":"1","content":""}]},
         {"messages":[{"role":"user","content":[{"type":"text","text":"How much is a suitcase?"}]},{"role":"assistant","content":"Fifty dollars"}]}]
        """;

    [Fact]
    public async Task A_text_is_remembered_and_recalled()
    {
        Assert.Equal("Remembered lisbon\n", await OkAsync("memory", "remember", "f", "--text", "The fare to Lisbon drops on Fridays", "--id", "lisbon"));
        Assert.Equal("lisbon was there already: used once more\n", await OkAsync("memory", "remember", "f", "--text", "The fare to Lisbon drops on Fridays", "--id", "lisbon"));
        var other = await JsonAsync("memory", "remember", "f", "--text", "{\"said\":\"Suitcases cost extra\"}", "--label", "bags", "--tier", "working", "--at", "2026-01-02");
        Assert.True(other.GetProperty("added").GetBoolean());
        Assert.Matches("^  1 +0\\.0[0-9]+  lisbon  20.* The fare to Lisbon drops on Fridays\n", await OkAsync("memory", "recall", "f", "when is Lisbon cheap"));

        var memory = await JsonAsync("memory", "show", "f", other.GetProperty("id").GetString()!);
        Assert.Equal(("working", "bags", "2026-01-02T00:00:00"), (
            memory.GetProperty("tier").GetString(), memory.GetProperty("labels")[0].GetString(), memory.GetProperty("occurredAt").GetString()![..19]));
        Assert.False(memory.GetProperty("interpretations")[0].TryGetProperty("vector", out _));
        var whole = await JsonAsync("memory", "show", "f", "lisbon", "--vectors");
        Assert.True(whole.GetProperty("interpretations")[0].GetProperty("vector").GetArrayLength() > 2);
        var shown = await OkAsync("memory", "show", "f", "lisbon");
        Assert.Contains("  uses         2, the last at 2", shown, StringComparison.Ordinal);
        Assert.EndsWith("\n\n\"The fare to Lisbon drops on Fridays\"\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_memories_is_remembered_once_and_asked_many_questions()
    {
        await WriteAsync("notes.jsonl", "\uFEFF" + Notes);
        Assert.StartsWith("3 memories added, 0 were there already (", await OkAsync("memory", "remember", "f", "--jsonl", "notes.jsonl", "--label", "note"), StringComparison.Ordinal);
        var piped = await AuraAsync(Encoding.UTF8.GetBytes(Notes + "\n{\"id\":\"new\",\"text\":\"More\"}"), "memory", "remember", "f", "--jsonl", "-", "--json");
        Assert.Equal((0, ""), (piped.Code, piped.Error));
        var report = JsonElement.Parse(piped.Output);
        Assert.Equal((1L, 3L), (report.GetProperty("added").GetInt64(), report.GetProperty("known").GetInt64()));
        Assert.Equal(["lisbon", "bag", "gate", "new"], Ids(await JsonAsync("memory", "list", "f")));
        Assert.Equal(["gate"], Ids(await JsonAsync("memory", "list", "f", "--label", "note", "--label", "rules")));
        Assert.Equal(["lisbon"], Ids(await JsonAsync("memory", "list", "f", "--to", "2026-01-03", "--limit", "1")));

        await WriteAsync("queries.jsonl", "{\"query\":\"suitcase\"}\n\"when does the gate close\"\n");
        foreach (var mode in (string[])["hybrid", "vector", "text"])
        {
            var lines = (await OkAsync("memory", "recall", "f", "--jsonl", "queries.jsonl", "--top", "1", "--mode", mode)).TrimEnd().Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.Matches("^{\"query\":\"suitcase\",\"hits\":\\[{\"id\":\"bag\",\"score\":[0-9.E-]+}\\]}$", lines[0]);
            Assert.StartsWith("{\"query\":\"when does the gate close\",\"hits\":[{\"id\":\"gate\",", lines[1], StringComparison.Ordinal);
        }
        var one = await JsonAsync("memory", "recall", "f", "suitcase", "--top", "1");
        Assert.Equal("A second suitcase costs fifty dollars", one.GetProperty("hits")[0].GetProperty("memory").GetProperty("content").GetString());
        Assert.Equal("Nothing was found.\n", await OkAsync("memory", "recall", "f", "suitcase", "--label", "none"));
    }

    [Fact]
    public async Task What_agents_did_is_remembered_with_its_causes_and_thought_with()
    {
        await WriteAsync("t.json", Runs);
        await OkAsync("import", "chat", "t.json");
        Assert.StartsWith(
            "3 memories added, 0 were there already; 2 states without a word, or of a system prompt, passed over (",
            await OkAsync("memory", "remember", "f", "--agents", "t/"), StringComparison.Ordinal);
        var told = await JsonAsync("load", "t/run-1", "--version", "4");
        var memory = await JsonAsync("memory", "show", "f", told.GetProperty("id").GetString()!);
        Assert.Equal("The flight was cancelled", memory.GetProperty("content").GetString());
        Assert.Equal(("t/run-1", told.GetProperty("id").GetString()), (memory.GetProperty("agent").GetString(), memory.GetProperty("state").GetString()));
        Assert.Equal(["observation", "tool"], memory.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!));
        Assert.Equal(2, (await JsonAsync("memory", "list", "f", "--label", "user")).GetArrayLength());
        Assert.Equal(3, (await JsonAsync("memory", "remember", "f", "--agents", "t/run", "--type", "observation")).GetProperty("known").GetInt64());
        var both = await JsonAsync("memory", "remember", "f", "--agents", "t/", "--type", "decision", "--type", "observation");
        Assert.Equal((2L, 3L), (both.GetProperty("added").GetInt64(), both.GetProperty("known").GetInt64()));

        var thought = await OkAsync("memory", "think", "f", "a flight is cancelled", "--top", "2", "--agent", "thinker", "--label", "tool");
        Assert.Matches("\n  1 +[-0-9.]+ +[-0-9.]+ +0\\.[0-9]+  [0-9a-f-]{36}  The flight was cancelled\nEntropy 0.00 nats; .* 1 row .*\nSaved thinker@1 as ", thought);
        Assert.Contains("because of t/run-1@4 observation: The flight was cancelled", await OkAsync("why", "thinker"), StringComparison.Ordinal);
        var again = await JsonAsync("memory", "think", "f", "{\"x\":\"a flight is cancelled\"}", "--context", "Boston", "--seed", "1", "--beta", "2", "--top", "1");
        Assert.Equal(told.GetProperty("id").GetString(), again.GetProperty("hits")[0].GetProperty("id").GetString());
        Assert.False(again.TryGetProperty("state", out _));
    }

    [Fact]
    public async Task A_fabric_evolves_and_what_it_learnt_is_understood_by_contexts()
    {
        Assert.Matches("^Fabric f has [0-9]+ dimensions of ", await OkAsync("memory", "create", "f", "--consolidation-similarity", "0.4", "--archive-below", "-7.5"));
        await WriteAsync("notes.jsonl", """
            {"id":"1","text":"Cancel my flight to Boston, I am ill"}
            {"id":"2","text":"Cancel my flight to Boston, I am too ill"}
            {"id":"3","text":"Cancel my flight to Boston, plans changed"}
            {"id":"4","text":"Book a hotel","at":"2020-01-01"}
            """);
        await OkAsync("memory", "remember", "f", "--jsonl", "notes.jsonl");
        var evolved = await OkAsync("memory", "evolve", "f", "--at", "+1h");
        Assert.Matches("became part of a semantic memory +3\n", evolved);
        Assert.Matches(" archived +1\nsemantic:", evolved);
        var superposed = (await JsonAsync("memory", "list", "f", "--superposed", "--tier", "semantic"))[0];
        var id = superposed.GetProperty("id").GetString()!;
        Assert.Equal(["1", "3"], superposed.GetProperty("interpretations").EnumerateArray().Select(i => i.GetProperty("label").GetString()!));
        Assert.EndsWith("  0.333  3  Cancel my flight to Boston, plans changed\n", await OkAsync("memory", "list", "f", "--superposed"), StringComparison.Ordinal);
        Assert.Contains($"  part of {id}  Cancel", await OkAsync("memory", "list", "f", "--limit", "1"), StringComparison.Ordinal);
        Assert.Contains("  archived  Book a hotel\n", await OkAsync("memory", "list", "f", "--archived"), StringComparison.Ordinal);

        Assert.Matches("^\\*  [01]\\.[0-9]+  █+░*  1  Cancel", await OkAsync("memory", "collapse", "f", id, "--context", "I am ill", "--beta", "40"));
        await WriteAsync("context.txt", "plans changed");
        Assert.Matches("\n\\*  [01]\\.[0-9]+  █+░*  3  Cancel", await OkAsync("memory", "collapse", "f", id, "--context", "@context.txt", "--beta", "40"));
        Assert.Contains("kept for good", await OkAsync("memory", "collapse", "f", id, "--context", "plans changed", "--durable", "--beta", "40"), StringComparison.Ordinal);
        Assert.Equal("[]\n", await OkAsync("memory", "list", "f", "--superposed", "--json"));

        var statistics = await JsonAsync("memory", "stats", "f");
        Assert.Equal((5L, 1L, 1L, 0L), (Count("memories"), Count("semantic"), Count("archived"), Count("superposed")));
        Assert.Matches("^f on .*\n  memories +5\n", await OkAsync("memory", "stats", "f"));
        var info = (await JsonAsync("memory", "fabrics"))[0];
        Assert.Equal(("f", 0.4), (info.GetProperty("name").GetString(), info.GetProperty("settings").GetProperty("consolidationSimilarity").GetDouble()));
        Assert.Equal("Erased 1 memory\n", await OkAsync("memory", "forget", "f", "4", "--yes"));
        Assert.Equal(1, (await JsonAsync("memory", "forget", "f", "1", "--yes")).GetProperty("forgotten").GetInt64());
        Assert.Equal(["2", "3"], Ids(await JsonAsync("memory", "list", "f")));

        long Count(string what) => statistics.GetProperty(what).GetInt64();
    }

    private static IEnumerable<string> Ids(JsonElement memories) => memories.EnumerateArray().Select(m => m.GetProperty("id").GetString()!);

    private Task WriteAsync(string file, string text) => System.IO.File.WriteAllTextAsync(Path.Combine(Folder, file), text);
}
