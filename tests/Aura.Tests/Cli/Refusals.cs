using Aura.Client;
using Aura.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Aura.Tests.Cli;

/// <summary>What commands refuse: one line on the standard error, nothing on the standard output, nothing stored.</summary>
public sealed class Refusals : AuraProcess
{
    /// <summary>Saves that are refused, each with its exit code and what the sentence says.</summary>
    public static TheoryData<int, string, string[]> Saves => new()
    {
        { 1, "agent ", ["save", "", "1"] },
        { 1, "agent ", ["save", new string('a', 201), "1"] },
        { 1, "agent ", ["save", "a\u001b[31m", "1"] },
        { 1, "agent ", ["save", "a\nb", "1"] },
        { 1, "type ", ["save", "a", "1", "--type", ""] },
        { 1, "branch ", ["save", "a", "1", "--branch", "x\ty"] },
        { 1, "onfidence", ["save", "a", "1", "--confidence", "1.5"] },
        { 1, "onfidence", ["save", "a", "1", "--confidence", "NaN"] },
        { 1, "Energy cost -1", ["save", "a", "1", "--energy=-1"] },
        { 1, "Energy cost", ["save", "a", "1", "--energy", "Infinity"] },
        { 1, "not valid JSON", ["save", "a", "{"] },
        { 1, "not valid JSON", ["save", "a", "1 2"] },
        { 1, "empty", ["save", "a", " "] },
        { 1, "nested deeper than 64", ["save", "a", $"{new string('[', 65)}{new string(']', 65)}"] },
        { 1, "not a link", ["save", "a", "1", "--cause", "state:nonsense"] },
        { 1, "unknown relation 'because'", ["save", "a", "1", "--cause", "because=x"] },
        { 1, "confidence 'x'", ["save", "a", "1", "--cause", "caused@x=y"] },
        { 1, "onfidence", ["save", "a", "1", "--cause", "caused@2=y"] },
        { 1, "given twice", ["save", "a", "1", "--counterfactual", "x=1", "--counterfactual", "x=2"] },
        { 1, "NAME=VALUE", ["save", "a", "1", "--counterfactual", "x"] },
        { 1, "Source 'system'", ["save", "a", "1", "--source", "system"] },
        { 1, "Expected version -1", ["save", "a", "1", "--expect=-1"] },
        { 4, "There is no file none.json", ["save", "a", "@none.json"] },
    };

    [Theory]
    [MemberData(nameof(Saves))]
    public async Task A_save_that_cannot_be_is_refused_and_leaves_no_store(int code, string says, string[] words)
    {
        Assert.Contains(says, await RefusedAsync(code, words), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_save_that_a_store_refuses_stores_nothing()
    {
        await OkAsync("save", "a", "1");
        foreach (var (code, words) in ((int, string[])[])
        [
            (1, ["save", "a", "2", "--cause", "state:0198c2f0-7a51-7cc3-98c4-dc0c0c07398f"]), (1, ["save", "a", "2", "--expect", "0"]),
            (4, ["save", "a", "2", "--branch", "none"]),
        ]) await RefusedAsync(code, words);
        Assert.Equal(1, (await JsonAsync("stats")).GetProperty("states").GetInt64());
    }

    [Theory]
    [InlineData("agents")]
    [InlineData("log", "a")]
    [InlineData("show", "a")]
    [InlineData("load", "a")]
    [InlineData("why", "a")]
    [InlineData("effects", "a")]
    [InlineData("path", "a@1", "a")]
    [InlineData("branch", "list", "a")]
    [InlineData("branch", "create", "a", "x")]
    [InlineData("verify", "--all")]
    [InlineData("stats", "--json")]
    [InlineData("erase", "a", "--yes")]
    public async Task A_missing_store_is_not_made_by_a_command_that_only_reads(params string[] words)
    {
        Assert.Contains("aura.db", await RefusedAsync(4, words), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task What_is_not_there_has_its_own_exit_code()
    {
        await OkAsync("save", "a", "1");
        string[][] lines =
        [
            ["log", "none"], ["show", "a@2"], ["show", "0198c2f0-7a51-7cc3-98c4-dc0c0c07398f"], ["load", "a", "--version", "9"],
            ["load", "a", "--type", "decision"], ["why", "none"], ["path", "a@1", "none"], ["branch", "list", "none"], ["verify", "none"],
            ["erase", "none", "--yes"], ["log", "a", "--branch", "none"], ["import", "chat", "none.json"],
        ];
        foreach (var words in lines) await RefusedAsync(4, words);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("log")]
    [InlineData("log", "a", "b")]
    [InlineData("log", "a", "--limit", "many")]
    [InlineData("save", "a", "1", "--confidence", "high")]
    [InlineData("save", "a", "1", "--occurred-at", "soon")]
    [InlineData("why", "a", "--format", "png")]
    [InlineData("why", "a", "--format", "dot", "--json")]
    [InlineData("verify")]
    [InlineData("verify", "a", "--all")]
    public async Task A_wrong_command_line_is_explained_with_a_hint(params string[] words)
    {
        var ran = await AuraAsync(words);
        Assert.Equal((2, ""), (ran.Code, ran.Output));
        var lines = ran.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("aura: ", lines[0], StringComparison.Ordinal);
        Assert.Matches("^Try 'aura.* --help'\\.$", lines[1]);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_changed_history_is_damage()
    {
        await using var place = new SqlitePlace();
        await OkAsync("save", "a", "1", "--store", place.Store);
        await OkAsync("save", "a", "2", "--store", place.Store);
        Assert.StartsWith("All holds: 2 states in 1 line", await OkAsync("verify", "--all", "--store", place.Store), StringComparison.Ordinal);
        await using (await AuraClient.OpenAsync(place.Store)) await place.SqlAsync("UPDATE states SET type = 'forged' WHERE version = 1");
        foreach (var words in (string[][])[["verify", "--all"], ["verify", "a"]])
        {
            var ran = await AuraAsync([.. words, "--store", place.Store]);
            Assert.Equal((3, ""), (ran.Code, ran.Error));
            Assert.Contains("DAMAGED a@1", ran.Output, StringComparison.Ordinal);
            ran = await AuraAsync([.. words, "--json", "--store", place.Store]);
            Assert.Equal(3, ran.Code);
            Assert.False(System.Text.Json.JsonElement.Parse(ran.Output).GetProperty("holds").GetBoolean());
        }
    }

    [Theory]
    [InlineData("postgres:Host=127.0.0.1;Port=1;Database=aura;Username=aura;Password=hidden;Timeout=5", 1)]
    [InlineData("mysql:x", 1)]
    [InlineData("sqlite:", 1)]
    [InlineData("", 1)]
    public async Task A_store_that_cannot_be_reached_or_read_is_refused(string store, int code)
    {
        foreach (var words in (string[][])[["stats"], ["save", "a", "1"]])
            Assert.DoesNotContain("hidden", await RefusedAsync(code, [.. words, "--store", store]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await OkAsync("save", "a", "1");
        await using (await AuraClient.OpenAsync($"sqlite:{File}"))
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            await command.ExecuteNonQueryAsync();
        }
        foreach (var words in (string[][])[["stats"], ["save", "a", "1"], ["store", "init"]])
            Assert.Contains("newer", await RefusedAsync(1, words), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_text_does_not_reach_a_line_for_people()
    {
        const string Hostile = "x\u001b[31m\u001b]0;title\u0007\u202e\u2066\u009b[bold]y";
        var json = System.Text.Json.JsonSerializer.Serialize(new { content = Hostile });
        await OkAsync("save", "[red]a\u202e", json, "--cause", "c\u202e[/]", "--effect", "e\u2066", "--counterfactual", "cf\u202e=" + json, "--type", "t\u202e");
        await OkAsync("branch", "create", "[red]a\u202e", "b\u202e");
        var name = "[red]a\u202e";
        foreach (var words in (string[][])[["log", name], ["agents"], ["branch", "list", name], ["verify", "--all"], ["show", name]])
        {
            var text = words[0] == "show" ? (await OkAsync(words)).Split("\n\n")[0] : await OkAsync(words);
            AssertHarmless(text);
            if (words[0] is "log" or "agents" or "show") Assert.Contains("[red]a@1", text, StringComparison.Ordinal);
        }
        AssertHarmless(await RefusedAsync(4, "log", "none\u202e\u001b[31m".Replace("\u001b", "", StringComparison.Ordinal)));
        AssertHarmless((await AuraAsync("log", "\u001b]0;title\u0007")).Error);
        Assert.Equal(json + "\n", await OkAsync("load", name));
    }

    [Fact]
    public async Task Every_command_teaches_by_example()
    {
        string[][] commands =
        [
            [], ["demo"], ["import"], ["import", "chat"], ["agents"], ["log"], ["show"], ["why"], ["effects"], ["path"], ["save"], ["load"], ["branch"],
            ["branch", "create"], ["branch", "list"], ["branch", "log"], ["branch", "graph"], ["branch", "diff"], ["branch", "merge"], ["branch", "promote"],
            ["branch", "discard"], ["revert"], ["what-if"], ["speculate"], ["calibration"], ["export"], ["replay"],
            ["verify"], ["stats"], ["store"], ["store", "init"], ["erase"], ["memory"], ["memory", "remember"], ["memory", "recall"], ["memory", "think"],
            ["memory", "collapse"], ["memory", "evolve"], ["memory", "show"], ["memory", "list"], ["memory", "forget"], ["memory", "stats"],
            ["memory", "fabrics"], ["memory", "create"],
        ];
        foreach (var command in commands)
        {
            var help = await OkAsync([.. command, "--help"]);
            var examples = help[help.IndexOf("Examples:\n", StringComparison.Ordinal)..];
            Assert.Contains(command.Length == 0 ? "  aura demo" : $"aura {string.Join(' ', command)}", examples, StringComparison.Ordinal);
        }
        Assert.Contains("Exit codes:", await OkAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    private static void AssertHarmless(string text) =>
        Assert.DoesNotContain(text, c => c != '\n' && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format));
}
