using System.Text.Json;
using System.Xml.Linq;

namespace Aura.Tests.Cli;

/// <summary>What the commands around branches print, for people and as JSON.</summary>
public sealed class BranchCommands : AuraProcess
{
    [Fact]
    public async Task A_branch_is_listed_with_what_became_of_it()
    {
        await TwoLinesAsync("""{"goal":"sea","left":3}""", """{"goal":"hills","left":3}""");
        await OkAsync("branch", "create", "a", "late", "--ttl", "7d");
        Assert.StartsWith(
            "main  open  at version 3, 3 of its own\nlate  open  at version 3, 0 of its own  from main@3  until 2", await OkAsync("branch", "list", "a"),
            StringComparison.Ordinal);
        var late = (await JsonAsync("branch", "list", "a"))[1];
        Assert.Equal(TimeSpan.FromDays(7), late.GetProperty("expiresAt").GetDateTimeOffset() - late.GetProperty("createdAt").GetDateTimeOffset());
        await OkAsync("branch", "promote", "a", "x");
        Assert.EndsWith(
            "x  promoted  at version 3, 1 of its own  from main@2  joined by main@4\n", await OkAsync("branch", "list", "a"), StringComparison.Ordinal);
        Assert.Matches("^Branch soon goes on from a@4 until 2", await OkAsync("branch", "create", "a", "soon", "--ttl", "00:30:00"));
    }

    [Fact]
    public async Task A_branch_lists_its_own_states()
    {
        await TwoLinesAsync("1", "2");
        await OkAsync("save", "a", "3", "--branch", "x", "--type", "decision");
        Assert.Equal([4, 3], Versions(await JsonAsync("branch", "log", "a", "x")));
        Assert.Equal([3, 4], Versions(await JsonAsync("branch", "log", "a", "x", "--oldest-first")));
        Assert.StartsWith("a@4 [x]  ", await OkAsync("branch", "log", "a", "x", "--type", "decision"), StringComparison.Ordinal);
        Assert.Equal([3, 2, 1], Versions(await JsonAsync("branch", "log", "a", "main")));
        await OkAsync("branch", "create", "a", "none");
        Assert.Equal("[]\n", await OkAsync("branch", "log", "a", "none", "--json"));
    }

    [Fact]
    public async Task A_graph_is_drawn_as_text_and_as_a_picture()
    {
        await TwoLinesAsync("1", "2");
        Assert.Equal("* x@3 (open)\n| * main@3 (open)\n|/\n* main@2\n* main@1\n", await OkAsync("branch", "graph", "a"));
        await OkAsync("branch", "promote", "a", "x");
        Assert.Equal(
            "*   main@4 (promotes x@3, open)\n|\\\n| * x@3 (promoted)\n* | main@3\n|/\n* main@2\n* main@1\n", await OkAsync("branch", "graph", "a"));
        Assert.Equal("svg", XDocument.Parse(await OkAsync("branch", "graph", "a", "--format", "svg")).Root!.Name.LocalName);
        var graph = await JsonAsync("branch", "graph", "a");
        Assert.Equal((2, 1), (graph.GetProperty("branches").GetArrayLength(), graph.GetProperty("joins").GetArrayLength()));
    }

    [Fact]
    public async Task A_difference_is_shown_to_people_and_as_a_patch()
    {
        await TwoLinesAsync(
            """{"a/b":[1,2,{"long":"text that is the same on both sides"}],"gone":true,"same":"0123456789 0123456789 0123456789"}""",
            """{"a/b":[0,1,{"long":"text that is the same on both sides"}],"new":{"x":null},"same":"0123456789 0123456789 0123456789"}""");
        var shown = await OkAsync("branch", "diff", "a", "a:x");
        Assert.Equal(
            ["/a~1b/0", "+ 0", "/a~1b/2", "- 2", "/gone", "- true", "/new", "+ {\"x\":null}"], shown.Split("\n\n")[1].TrimEnd().Split('\n'));
        var patch = await JsonAsync("branch", "diff", "a", "a:x");
        Assert.Equal(["add", "remove", "remove", "add"], patch.EnumerateArray().Select(o => o.GetProperty("op").GetString()!));
        Assert.EndsWith("\n\nThe contents are equal.\n", await OkAsync("branch", "diff", "a:x", "a:x@3"), StringComparison.Ordinal);
        Assert.Equal("[]\n", await OkAsync("branch", "diff", "a@3", "a", "--json"));
    }

    [Fact]
    public async Task An_object_that_was_replaced_as_a_whole_is_shown_by_its_members()
    {
        await TwoLinesAsync("""{"role":"a","n":1}""", """{"role":"b","m":2}""");
        Assert.Equal("/role\n- \"a\"\n+ \"b\"\n/n\n- 1\n/m\n+ 2\n", (await OkAsync("branch", "diff", "a", "a:x")).Split("\n\n")[1]);
        await OkAsync("save", "a", "\"text\"");
        Assert.EndsWith("\n\n(the whole)\n- \"text\"\n+ {\"role\":\"b\",\"m\":2}\n", await OkAsync("branch", "diff", "a", "a:x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_of_branches_have_names_of_their_own()
    {
        await TwoLinesAsync("1", "2");
        foreach (var (name, version, branch) in ((string, long, string)[])[("a:x", 3, "x"), ("a:x@3", 3, "x"), ("a:x@1", 1, "main"), ("a:main", 3, "main")])
        {
            var state = await JsonAsync("show", name);
            Assert.Equal((version, branch), (state.GetProperty("version").GetInt64(), state.GetProperty("branch").GetString()));
        }
        Assert.StartsWith("a@3 [x] agent-memory: 2\n", await OkAsync("why", "a:x"), StringComparison.Ordinal);
        Assert.Equal("Branch y goes on from a:x@3\n", await OkAsync("branch", "create", "a", "y", "--from", "a:x"));
        Assert.Contains("Agent 'a' has no branch 'none'", await RefusedAsync(4, "show", "a:none"), StringComparison.Ordinal);
        Assert.Contains("Agent 'a', branch 'x' has no version 9: its last is 3", await RefusedAsync(4, "show", "a:x@9"), StringComparison.Ordinal);
        // An agent whose name looks like that comes first, and an option says that nothing is to be taken apart.
        await OkAsync("save", "a:x", "\"an agent\"");
        Assert.Equal("an agent", (await JsonAsync("show", "a:x")).GetProperty("payload").GetString());
        Assert.Equal(2, (await JsonAsync("show", "a", "--branch", "x")).GetProperty("payload").GetInt32());
        await OkAsync("branch", "create", "a:x", "b:c");
        Assert.Equal("a:x", (await JsonAsync("show", "a:x:b:c")).GetProperty("agent").GetString());
    }

    [Fact]
    public async Task States_are_printed_by_names_that_find_them_again()
    {
        await TwoLinesAsync("1", "2");
        Assert.StartsWith("Saved a:x@4 as ", await OkAsync("save", "a", "4", "--branch", "x"), StringComparison.Ordinal);
        Assert.Equal("4", (await JsonAsync("show", "a:x@4")).GetProperty("payload").GetRawText());
        Assert.StartsWith("Went back to 3: saved a:x@5 as ", await OkAsync("revert", "a", "--to", "3", "--branch", "x"), StringComparison.Ordinal);
        Assert.StartsWith("a:x@5  ", await OkAsync("show", "a:x"), StringComparison.Ordinal);
        Assert.Equal("Erased what a:x@4 said\n", await OkAsync("erase", "a", "--state", "a:x@4", "--yes"));
    }

    [Fact]
    public async Task Names_that_end_like_a_version_are_names_first()
    {
        await TwoLinesAsync("1", "2");
        await OkAsync("branch", "create", "a", "x@1");
        await OkAsync("save", "a", "\"odd\"", "--branch", "x@1");
        Assert.Equal("odd", (await JsonAsync("show", "a:x@1")).GetProperty("payload").GetString());
        Assert.Equal("odd", (await JsonAsync("show", "a:x@1@4")).GetProperty("payload").GetString());
        Assert.Equal("first", (await JsonAsync("show", "a:x@1@1")).GetProperty("payload").GetString());
        await OkAsync("save", "a@1", "\"an agent\"");
        Assert.Equal("an agent", (await JsonAsync("show", "a@1")).GetProperty("payload").GetString());
        Assert.Equal("first", (await JsonAsync("show", "a:main@1")).GetProperty("payload").GetString());
        Assert.Equal("Branch one goes on from a@1\n", await OkAsync("branch", "create", "a", "one", "--from", "1"));
        Assert.StartsWith("a@3  ", await OkAsync("branch", "diff", "a", "a:x@1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branches_are_merged_and_conflicts_shown()
    {
        await TwoLinesAsync("""{"goal":"sea","left":3,"mine":1}""", """{"goal":"hills","left":3}""");
        var ran = await AuraAsync("branch", "merge", "a", "x");
        Assert.Equal((1, "aura: 1 conflict between 'x' and 'main' remains: nothing was stored.\n"), (ran.Code, ran.Error));
        Assert.Equal("conflict /goal\n  base   (absent)\n  ours   \"sea\"\n  theirs \"hills\"\n", ran.Output);
        ran = await AuraAsync("branch", "merge", "a", "x", "--json", "--preview");
        Assert.Equal((1, "conflicted"), (ran.Code, JsonElement.Parse(ran.Output).GetProperty("kind").GetString()));

        var preview = await OkAsync("branch", "merge", "a", "x", "--strategy", "theirs", "--preview");
        Assert.EndsWith("Would merge x into main:\n/goal\n- \"sea\"\n+ \"hills\"\n", preview, StringComparison.Ordinal);
        Assert.Equal(3, (await JsonAsync("load", "a")).GetProperty("version").GetInt32());
        Assert.StartsWith("decided /goal\n", await OkAsync("branch", "merge", "a", "x", "--strategy", "theirs"), StringComparison.Ordinal);
        Assert.Equal("hills", (await JsonAsync("load", "a")).GetProperty("payload").GetProperty("goal").GetString());
        Assert.Equal("main has all of x already\n", await OkAsync("branch", "merge", "a", "x"));
        Assert.Matches("^Merged main into x, and 'x' had not changed since: saved a:x@4 as ", await OkAsync("branch", "merge", "a", "main", "--into", "x"));
    }

    [Fact]
    public async Task A_branch_is_promoted_or_given_up()
    {
        await TwoLinesAsync("1", "2");
        await OkAsync("branch", "create", "a", "y", "--from", "a:x");
        await OkAsync("save", "a", "\"y\"", "--branch", "y");
        Assert.Matches("^Promoted y to x: saved a:x@4 as ", await OkAsync("branch", "promote", "a", "y"));
        Assert.Equal("promotion", (await JsonAsync("branch", "promote", "a", "x", "--into", "main")).GetProperty("source").GetString());
        Assert.Equal("\"y\"\n", await OkAsync("load", "a"));

        await OkAsync("branch", "create", "a", "bad");
        Assert.Matches("^Discarded bad: its last state is a:bad@5, ", await OkAsync("branch", "discard", "a", "bad", "--lesson", "no good"));
        Assert.Equal("no good", (await JsonAsync("branch", "discard", "a", "bad")).GetProperty("payload").GetString());
        Assert.Contains(
            "was discarded already, with another lesson: see a:bad@5.", await RefusedAsync(1, "branch", "discard", "a", "bad", "--lesson", "other"), StringComparison.Ordinal);
        Assert.Matches("^Discarded bad: ", await OkAsync("branch", "discard", "a", "bad", "--lesson", "no good"));
        Assert.Contains("was discarded", await RefusedAsync(1, "save", "a", "1", "--branch", "bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_goes_back_and_older_states_are_loaded_by_one_option()
    {
        await TwoLinesAsync("1", "2");
        var first = await JsonAsync("load", "a", "--at", "1");
        var (id, time) = (first.GetProperty("id").GetString()!, first.GetProperty("recordedAt").GetString()!);
        Assert.Equal(first.GetRawText(), (await JsonAsync("load", "a", "--at", id)).GetRawText());
        Assert.Equal(first.GetRawText(), (await JsonAsync("load", "a", "--at", time)).GetRawText());
        Assert.Matches("^Went back to 1: saved a@4 as ", await OkAsync("revert", "a", "--to", "1"));
        Assert.Equal("\"first\"\n", await OkAsync("load", "a"));
        Assert.Equal("revert", (await JsonAsync("revert", "a", "--to", "a@3")).GetProperty("source").GetString());
        Assert.Equal("1\n", await OkAsync("load", "a"));
        foreach (var to in (string[])[id, time, "a@1"]) await OkAsync("revert", "a", "--to", to, "--branch", "x");
        Assert.Equal("\"first\"\n", await OkAsync("load", "a", "--branch", "x"));
        Assert.Equal([6, 5, 4, 3], Versions(await JsonAsync("branch", "log", "a", "x")));
    }

    // main has three states, and x leaves it at the second and has one of its own.
    private async Task TwoLinesAsync(string main, string branch)
    {
        await OkAsync("save", "a", "\"first\"");
        await OkAsync("save", "a", "{}");
        await OkAsync("save", "a", main);
        await OkAsync("branch", "create", "a", "x", "--from", "2");
        await OkAsync("save", "a", branch, "--branch", "x");
    }

    private static IEnumerable<int> Versions(JsonElement states) => states.EnumerateArray().Select(s => s.GetProperty("version").GetInt32());
}
