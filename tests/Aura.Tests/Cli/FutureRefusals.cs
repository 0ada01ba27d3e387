namespace Aura.Tests.Cli;

/// <summary>What the commands for futures refuse: one line on the standard error, nothing on the standard output, nothing stored.</summary>
public sealed class FutureRefusals : AuraProcess
{
    [Theory]
    [InlineData("branch", "log", "a")]
    [InlineData("branch", "diff", "a")]
    [InlineData("branch", "merge", "a", "x", "--strategy", "best")]
    [InlineData("branch", "graph", "a", "--format", "png")]
    [InlineData("branch", "graph", "a", "--format", "svg", "--json")]
    [InlineData("branch", "create", "a", "x", "--ttl", "30")]
    [InlineData("branch", "create", "a", "x", "--ttl", "-5m")]
    [InlineData("branch", "create", "a", "x", "--ttl", "1:00")]
    [InlineData("branch", "create", "a", "x", "--ttl", "99999999999999999d")]
    [InlineData("branch", "create", "a", "x", "--ttl", "1:99:00")]
    [InlineData("revert", "a")]
    [InlineData("load", "a", "--at", "1", "--version", "1")]
    [InlineData("load", "a", "--version", "one")]
    [InlineData("load", "a", "--at", "1", "--recorded-at", "soon")]
    [InlineData("load", "a", "--args", "1")]
    [InlineData("load", "a", "--remember")]
    [InlineData("load", "a", "--compute", "x", "--time-limit", "soon")]
    [InlineData("what-if")]
    [InlineData("what-if", "a", "--list", "--branch", "x")]
    [InlineData("speculate", "a")]
    [InlineData("speculate", "a", "--list", "--cancel")]
    [InlineData("speculate", "a", "--list", "--name", "n")]
    [InlineData("speculate", "a", "--name", "n", "--future", "x=[]")]
    [InlineData("speculate", "a", "--name", "n", "--scorer", "value")]
    [InlineData("speculate", "a", "--name", "n", "--cancel", "--future", "x=[]", "--scorer", "value")]
    [InlineData("speculate", "a", "--name", "n", "--time", "long", "--future", "x=[]", "--scorer", "value")]
    [InlineData("speculate", "a", "--name", "n", "--time", "1h")]
    [InlineData("speculate", "a", "--name", "n", "--from", "1")]
    [InlineData("speculate", "a", "--name", "n", "--branch", "x")]
    [InlineData("speculate", "a", "--name", "n", "--scorer-args", "1")]
    [InlineData("speculate", "a", "--name", "n", "--states", "1")]
    [InlineData("speculate", "a", "--name", "n", "--energy", "1")]
    [InlineData("speculate", "a", "--name", "n", "--keep-apart")]
    [InlineData("speculate", "a", "--name", "n", "--parallel", "1")]
    [InlineData("replay")]
    public async Task A_wrong_command_line_is_explained_with_a_hint(params string[] words)
    {
        var ran = await AuraAsync(words);
        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.Matches("^aura: .*\nTry 'aura.* --help'\\.\n$", ran.Error);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData("speculate", "a", "--name", "n", "--scorer", "value", "--future", "x")]
    [InlineData("speculate", "a", "--name", "n", "--scorer", "value", "--future", "=[]")]
    [InlineData("speculate", "a", "--name", "n", "--scorer", "value", "--future", "x=1")]
    [InlineData("speculate", "a", "--name", "n", "--scorer", "value", "--future", """x=[{"payload":1,"confidance":1}]""")]
    public async Task A_future_that_is_none_is_refused(params string[] words)
    {
        Assert.Contains("Future ", await RefusedAsync(2, words), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData("branch", "log", "a", "x")]
    [InlineData("branch", "graph", "a")]
    [InlineData("branch", "diff", "a", "b")]
    [InlineData("branch", "merge", "a", "x")]
    [InlineData("branch", "promote", "a", "x")]
    [InlineData("branch", "discard", "a", "x")]
    [InlineData("revert", "a", "--to", "1")]
    [InlineData("what-if", "a")]
    [InlineData("speculate", "a", "--list")]
    [InlineData("speculate", "a", "--name", "n")]
    [InlineData("calibration", "a")]
    [InlineData("export")]
    [InlineData("replay", "none.jsonl")]
    public async Task A_missing_store_or_file_is_not_made(params string[] words)
    {
        await RefusedAsync(4, words);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task What_is_not_there_has_its_own_exit_code()
    {
        await OkAsync("save", "a", "1");
        await OkAsync("branch", "create", "a", "x");
        string[][] lines =
        [
            ["branch", "log", "none", "main"], ["branch", "log", "a", "none"], ["branch", "graph", "none"], ["branch", "diff", "a", "a:none"],
            ["branch", "diff", "none", "a"], ["branch", "merge", "a", "none"], ["branch", "merge", "none", "x"],
            ["branch", "merge", "a", "x", "--into", "none"],
            ["branch", "promote", "a", "none"], ["branch", "discard", "a", "none"], ["branch", "discard", "none", "x"], ["revert", "none", "--to", "1"],
            ["revert", "a", "--to", "9"], ["revert", "a", "--to", "none"], ["load", "a", "--at", "9"], ["load", "none", "--compute", "x"],
            ["what-if", "none"], ["what-if", "a"], ["what-if", "a:none"], ["what-if", "none", "--list"], ["speculate", "none", "--list"],
            ["speculate", "none", "--name", "n"], ["calibration", "none"], ["export", "none"], ["export", "a", "none"],
        ];
        foreach (var words in lines) await RefusedAsync(4, words);
        Assert.Equal(1, (await JsonAsync("stats")).GetProperty("states").GetInt64());
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_one_sentence_and_stores_nothing()
    {
        await OkAsync("save", "a", "1");
        await OkAsync("save", "a", "2");
        await OkAsync("save", "b", "1");
        await OkAsync("branch", "create", "a", "x");
        (int Code, string Says, string[] Words)[] lines =
        [
            (1, "already has a branch 'x'", ["branch", "create", "a", "x"]),
            (1, "Time to live", ["branch", "create", "a", "y", "--ttl", "0s"]),
            (1, "Time to live", ["branch", "create", "a", "y", "--ttl", "99999d"]),
            (1, "not one of agent 'a'", ["branch", "create", "a", "y", "--from", "b"]),
            (1, "no state of its own", ["branch", "promote", "a", "x"]),
            (1, "itself", ["branch", "promote", "a", "main", "--into", "main"]),
            (2, "say --into", ["branch", "promote", "a", "main"]),
            (2, "say --into", ["branch", "merge", "a", "main"]),
            (1, "every agent has it", ["branch", "discard", "a", "main"]),
            (1, "Resolver 'none' is not registered", ["branch", "merge", "a", "x", "--resolver", "none"]),
            (2, "--at is 'soon'", ["load", "a", "--at", "soon"]),
            (1, "--args: payload is not valid JSON: ", ["load", "a", "--compute", "project", "--args", "{"]),
            (1, "--scorer-args: payload is not valid JSON: ", ["speculate", "a", "--name", "n", "--scorer", "value", "--scorer-args", "{", "--future", "f=[1]"]),
            (1, "Future 'f': payload is not valid JSON: ", ["speculate", "a", "--name", "n", "--scorer", "value", "--future", "f=[1"]),
            (1, "--lesson: payload is nested deeper than 64.", ["branch", "discard", "a", "x", "--lesson", new string('[', 65) + new string(']', 65)]),
            (4, "Agent 'a' has no version 9: its last is 2.", ["load", "a", "--version", "9"]),
            (4, "Agent 'a' has no version 9: its last is 2.", ["load", "a", "--at", "9"]),
            (4, "Agent 'a', branch 'main' has no state of type 'decision': its last is version 2.", ["load", "a", "--type", "decision"]),
            (4, "There is no agent 'nobody'.", ["branch", "create", "nobody", "z"]),
            (1, "Version 0", ["revert", "a", "--to", "0"]),
        ];
        foreach (var (code, says, words) in lines) Assert.Contains(says, await RefusedAsync(code, words), StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", await RefusedAsync(1, "save", "a", "{"), StringComparison.Ordinal);
        Assert.Equal((3, 3), ((await JsonAsync("stats")).GetProperty("states").GetInt32(), (await JsonAsync("stats")).GetProperty("branches").GetInt32()));
    }

    [Fact]
    public async Task A_file_that_is_no_export_is_refused()
    {
        foreach (var text in (string[])["{", "1", "{}", "{\"agent\":\"a\"}", "null"])
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "x.jsonl"), $"\n{text}\n");
            Assert.Contains("x.jsonl, line 2: ", await RefusedAsync(1, "replay", "x.jsonl"), StringComparison.Ordinal);
        }
        Assert.Equal(0, (await JsonAsync("stats")).GetProperty("states").GetInt32());
        Assert.Contains("is a folder", await RefusedAsync(1, "replay", "."), StringComparison.Ordinal);
        await OkAsync("save", "a", "1");
        Assert.Contains("cannot be written", await RefusedAsync(1, "export", "--out", "none/x.jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_do_not_reach_a_line_for_people()
    {
        const string Agent = "[red]a\u202e", Branch = "[/]b\u202e";
        await OkAsync("save", Agent, "{\"x\u202e\":\"\u202e[bold]\"}");
        await OkAsync("branch", "create", Agent, Branch);
        await OkAsync("save", Agent, "{\"x\u202e\":\"\u2066[/]\"}", "--branch", Branch);
        foreach (var words in (string[][])
        [
            ["branch", "log", Agent, Branch], ["branch", "list", Agent], ["branch", "diff", Agent, $"{Agent}:{Branch}"],
            ["branch", "merge", Agent, Branch, "--preview"], ["branch", "promote", Agent, Branch], ["branch", "list", Agent],
        ])
        {
            var text = await OkAsync(words);
            Assert.Contains(words[1] is "diff" or "log" ? "[red]a@2" : "[/]b", text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, c => c != '\n' && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format));
        }
    }
}
