using System.Text;
using System.Text.Json;

namespace Aura.Tests.Cli;

/// <summary>What the commands print, for people and as JSON.</summary>
public sealed class Commands : AuraProcess
{
    [Fact]
    public async Task The_demonstration_told_twice_stores_its_story_once()
    {
        var first = await OkAsync("demo");
        Assert.Contains("concierge@5 outcome: Booked for 178 euros", first, StringComparison.Ordinal);
        Assert.Contains("enabled by fare-watch@1 observation", first, StringComparison.Ordinal);
        Assert.Equal(first, await OkAsync("demo"));
        var report = await JsonAsync("demo");
        Assert.Equal("concierge", report.GetProperty("agent").GetString());
        Assert.Equal(9, (await JsonAsync("stats", "--store", "sqlite:aura-demo.db")).GetProperty("states").GetInt64());
        foreach (var command in report.GetProperty("commands").EnumerateArray().Select(c => c.GetString()!))
            Assert.NotEmpty(await OkAsync([.. command.Split(" | ")[0].Split(' ')[1..]]));
    }

    [Fact]
    public async Task What_is_saved_is_loaded_byte_for_byte()
    {
        const string Payload = """{"z":1.50, "a":"é\ud83d\ude00", "nested":[ ]}""";
        Assert.StartsWith("Saved a@1 as ", await OkAsync("save", "a", Payload), StringComparison.Ordinal);
        Assert.Equal(Payload + "\n", await OkAsync("load", "a"));
        var piped = await AuraAsync(Encoding.UTF8.GetBytes("\uFEFF [1, 2]\n"), "save", "a", "-");
        Assert.Equal((0, ""), (piped.Code, piped.Error));
        Assert.Equal("[1, 2]\n", await OkAsync("load", "a"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "p.json"), "\"from a file\"\n");
        await OkAsync("save", "a", "@p.json");
        Assert.Equal("\"from a file\"\n", await OkAsync("load", "a", "--version", "3"));
        Assert.Equal(Payload + "\n", await OkAsync("load", "a", "--version", "1"));
    }

    [Fact]
    public async Task A_saved_state_keeps_all_that_was_said_of_it()
    {
        var first = await JsonAsync("save", "a", "1", "--type", "observation", "--source", "input", "--operation-id", "op", "--expect", "0");
        var id = first.GetProperty("id").GetString();
        var state = await JsonAsync(
            "save", "a", "2", "--type", "decision", "--source", "loop", "--cause", $"state:{id}", "--cause", "prevented@0.6=budget", "--cause", "caused=a=b",
            "--effect", "e1", "--effect", "e2", "--counterfactual", "wait={\"price\":149}", "--counterfactual", "plain=no JSON", "--confidence", "0.8",
            "--energy", "1.5", "--occurred-at", "2026-01-02T03:04:05Z", "--expect", "1");
        Assert.Equal(state.GetRawText(), (await JsonAsync("show", "a@2")).GetRawText());
        Assert.Equal(state.GetRawText(), (await JsonAsync("load", "a")).GetRawText());
        var context = state.GetProperty("context");
        Assert.Equal((0.8, 1.5), (context.GetProperty("confidence").GetDouble(), context.GetProperty("energyCost").GetDouble()));
        Assert.Equal(3, context.GetProperty("causes").GetArrayLength());
        Assert.Equal(2, context.GetProperty("counterfactuals").EnumerateObject().Count());
        Assert.Equal(id, (await JsonAsync("save", "a", "3", "--operation-id", "op")).GetProperty("id").GetString());

        var shown = await OkAsync("show", "a@2");
        foreach (var said in (string[])["because of", "prevented by 0.6", "a=b", "e1", "e2", "wait (recorded)", "no JSON", "0.8", "1.5 J", "2026-01-02 03:04:05Z"])
            Assert.Contains(said, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histories_and_graphs_are_printed_as_JSON()
    {
        for (var i = 1; i <= 3; i++) await OkAsync("save", "a", $"{i}");
        var last = await JsonAsync("load", "a");
        await OkAsync("save", "b", "\"follows\"", "--cause", $"state:{last.GetProperty("id").GetString()}");

        Assert.Equal([3, 2, 1], Versions(await JsonAsync("log", "a")));
        Assert.Equal([1, 2], Versions(await JsonAsync("log", "a", "--oldest-first", "--limit", "2")));
        Assert.Equal(["a", "b"], (await JsonAsync("agents")).EnumerateArray().Select(a => a.GetProperty("agent").GetString()!));
        Assert.Equal(4, (await JsonAsync("why", "b")).GetProperty("nodes").GetArrayLength());
        Assert.Equal(2, (await JsonAsync("why", "b", "--links-only")).GetProperty("nodes").GetArrayLength());
        Assert.Equal(4, (await JsonAsync("effects", "a@1")).GetProperty("nodes").GetArrayLength());
        Assert.Equal("path", (await JsonAsync("path", "a@1", "b")).GetProperty("direction").GetString());
        Assert.StartsWith("digraph aura {\n", await OkAsync("why", "b", "--format", "dot"), StringComparison.Ordinal);
        Assert.StartsWith("flowchart TD\n", await OkAsync("why", "b", "--format", "mermaid"), StringComparison.Ordinal);
        Assert.True(JsonElement.Parse(await OkAsync("why", "b", "--format", "prov")).TryGetProperty("wasDerivedFrom", out _));
        Assert.StartsWith("b@1 agent-memory: follows\n", await OkAsync("why", "b"), StringComparison.Ordinal);
        var cut = await AuraAsync("why", "b", "--depth", "1", "--json");
        Assert.Equal((0, "aura: The graph was cut short by --depth or --max-nodes.\n"), (cut.Code, cut.Error));
    }

    [Fact]
    public async Task Branches_are_made_listed_and_saved_to()
    {
        for (var i = 1; i <= 3; i++) await OkAsync("save", "a", $"{i}");
        Assert.Equal("Branch x goes on from a@2\n", await OkAsync("branch", "create", "a", "x", "--from", "2"));
        await OkAsync("save", "a", "\"otherwise\"", "--branch", "x");
        Assert.Equal(["main", "x"], (await JsonAsync("branch", "list", "a")).EnumerateArray().Select(b => b.GetProperty("name").GetString()!));
        Assert.Equal([3, 2, 1], Versions(await JsonAsync("log", "a", "--branch", "x")));
        Assert.Equal("\"otherwise\"\n", await OkAsync("load", "a", "--branch", "x"));
        Assert.Equal("3\n", await OkAsync("load", "a"));
        var verified = await JsonAsync("verify", "a");
        Assert.Equal((true, 2L), (verified.GetProperty("holds").GetBoolean(), verified.GetProperty("lines").GetInt64()));
    }

    [Fact]
    public async Task Erasing_takes_content_or_the_whole_agent_and_needs_a_yes()
    {
        await OkAsync("save", "a", "\"secret\"");
        await OkAsync("save", "a", "2");
        Assert.Contains("say --yes", await RefusedAsync(2, "erase", "a"), StringComparison.Ordinal);
        Assert.Equal(1, (await JsonAsync("erase", "a", "--state", "a@1", "--yes")).GetProperty("version").GetInt64());
        Assert.Contains("was erased", await RefusedAsync(4, "load", "a", "--version", "1"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await OkAsync("show", "a@1"), StringComparison.Ordinal);
        await OkAsync("verify", "--all");
        Assert.Equal(2, (await JsonAsync("erase", "a", "--yes")).GetProperty("states").GetInt64());
        await RefusedAsync(4, "log", "a");
        var statistics = await JsonAsync("stats");
        Assert.Equal((0L, 1L), (statistics.GetProperty("states").GetInt64(), statistics.GetProperty("erasures").GetInt64()));
    }

    [Fact]
    public async Task A_store_is_made_once()
    {
        Assert.True((await JsonAsync("store", "init")).GetProperty("created").GetBoolean());
        Assert.False((await JsonAsync("store", "init")).GetProperty("created").GetBoolean());
        Assert.Equal("[]\n", await OkAsync("agents", "--json"));
    }

    [Fact]
    public async Task Chat_traces_are_imported_from_a_file_and_from_a_pipe()
    {
        const string Runs = """[{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"ho"}],"reward":1}]""";
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "runs.json"), Runs);
        var report = await JsonAsync("import", "chat", "runs.json");
        Assert.Equal((1L, 3L, 3L), (report.GetProperty("runs").GetInt64(), report.GetProperty("states").GetInt64(), report.GetProperty("added").GetInt64()));
        Assert.Equal(3, (await JsonAsync("import", "chat", "runs.json")).GetProperty("known").GetInt64());
        var piped = await AuraAsync(Encoding.UTF8.GetBytes(Runs), "import", "chat", "-", "--name", "in");
        Assert.Equal((0, ""), (piped.Code, piped.Error));
        Assert.StartsWith("1 run, 3 states: 3 added, 0 were there already", piped.Output, StringComparison.Ordinal);
        Assert.Equal([3, 2, 1], Versions(await JsonAsync("log", "in/run-1")));

        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "runs.json"), Runs.Replace("hi", "hello", StringComparison.Ordinal));
        var changed = await AuraAsync("import", "chat", "runs.json");
        Assert.Equal((0, "aura: Warning: 1 state of those differ from what the file says now, and were left as they are.\n"), (changed.Code, changed.Error));
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "runs.json"), "[{]");
        Assert.Contains("runs.json, run 1, line 1, byte 3: ", await RefusedAsync(1, "import", "chat", "runs.json"), StringComparison.Ordinal);
    }

    private static IEnumerable<int> Versions(JsonElement states) => states.EnumerateArray().Select(s => s.GetProperty("version").GetInt32());
}
