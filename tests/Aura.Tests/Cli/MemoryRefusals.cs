namespace Aura.Tests.Cli;

/// <summary>What the commands around memories refuse: one line on the standard error, nothing on the standard output, nothing stored.</summary>
public sealed class MemoryRefusals : AuraProcess
{
    /// <summary>Files of memories that are refused, each with what the sentence says.</summary>
    public static TheoryData<string, string> Files => new()
    {
        { "{\"id\":\"b\",\"txt\":\"x\"}", "it has the field 'txt': id, text, at, labels are known." },
        { "{\"id\":\"b\",\"text\":\"x\"", "this is not one JSON value: " },
        { "{\"id\":\"b\",\"id\":\"c\",\"text\":\"x\"}", "this is not one JSON value: " },
        { "[\"b\"]", "an object is expected." },
        { "{\"text\":\"x\"}", "id is missing." },
        { "{\"id\":7,\"text\":\"x\"}", "id is 7: a string is expected." },
        { "{\"id\":\"b\",\"text\":\"[]\"}", "The text has no letter and no digit: nothing would find it." },
        { "{\"id\":\"b\",\"text\":\"\\ud800\"}", "a text is not well-formed Unicode." },
        { "{\"id\":\"b\\n\",\"text\":\"x\"}", "id holds the control character U+000A at position 1: none is allowed." },
        { "{\"id\":\"b\",\"text\":\"x\",\"at\":\"soon\"}", "at is 'soon': a time like 2026-11-22T21:30:00Z is expected." },
        { "{\"id\":\"b\",\"text\":\"x\",\"labels\":\"l\"}", "labels is no array of strings." },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Of_a_file_with_a_line_that_cannot_be_nothing_is_stored(string line, string says)
    {
        await WriteAsync("notes.jsonl", "{\"id\":\"a\",\"text\":\"fine\"}\n\n" + line + "\n");
        Assert.StartsWith($"aura: notes.jsonl, line 3: {says}", await RefusedAsync(1, "memory", "remember", "f", "--jsonl", "notes.jsonl"), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task What_a_file_holds_twice_with_two_contents_is_refused_and_what_came_before_is_said_to_stay()
    {
        var lines = Enumerable.Range(0, 1000).Select(i => $"{{\"id\":\"{i}\",\"text\":\"note {i}\"}}").Append("{\"id\":\"7\",\"text\":\"another\"}");
        await WriteAsync("notes.jsonl", string.Join('\n', lines));
        Assert.Equal(
            "aura: Memory '7' exists with another content: a memory's content never changes. "
                + "What came before it, 1,000 memories, stays: run it again to go on.",
            await RefusedAsync(1, "memory", "remember", "f", "--jsonl", "notes.jsonl"));
        Assert.Equal(1000, (await JsonAsync("memory", "stats", "f")).GetProperty("memories").GetInt64());
    }

    [Theory]
    [InlineData(1, "The text has no letter and no digit", "remember", "f", "--text", " ")]
    [InlineData(1, "fabric is empty", "remember", "", "--text", "x")]
    [InlineData(1, "label is empty", "remember", "f", "--text", "x", "--label", "")]
    [InlineData(1, "id has 201 characters", "remember", "f", "--text", "x", "--id", "LONG")]
    [InlineData(4, "There is no file none.jsonl", "remember", "f", "--jsonl", "none.jsonl")]
    [InlineData(1, "decay is 3: 0.01 to 0.99", "create", "f", "--decay", "3")]
    [InlineData(4, "aura.db", "remember", "f", "--agents", "a")]
    [InlineData(4, "aura.db", "recall", "f", "x")]
    [InlineData(4, "aura.db", "evolve", "f")]
    [InlineData(4, "aura.db", "fabrics")]
    public async Task What_cannot_be_leaves_no_store(int code, string says, params string[] words)
    {
        Assert.Contains(says, await RefusedAsync(code, ["memory", .. words.Select(w => w == "LONG" ? new string('i', 201) : w)]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData("remember", "f")]
    [InlineData("remember", "f", "--jsonl", "y", "--id", "x")]
    [InlineData("remember", "f", "--text", "x", "--type", "y")]
    [InlineData("recall", "f")]
    [InlineData("recall", "f", "x", "--jsonl", "y")]
    [InlineData("recall", "f", "x", "--mode", "magic")]
    [InlineData("collapse", "f", "x")]
    [InlineData("evolve", "f", "--at", "+soon")]
    public async Task A_wrong_command_line_is_explained_with_a_hint(params string[] words)
    {
        var ran = await AuraAsync(["memory", .. words]);
        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.Matches("^aura: .*\nTry 'aura memory [a-z]+ --help'\\.\n$", ran.Error);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task What_a_fabric_refuses_is_said_in_the_words_of_the_command()
    {
        await OkAsync("memory", "remember", "f", "--text", "A text", "--id", "a");
        (int, string, string[])[] refusals =
        [
            (4, "aura: There is no fabric 'g': its first memory makes it.", ["recall", "g", "x"]),
            (4, "aura: There is no agent whose name begins with 'x'.", ["remember", "f", "--agents", "x"]),
            (4, "aura: Fabric 'f' has no memory 'b'.", ["show", "f", "b"]),
            (4, "aura: Fabric 'f' has no memory 'b'.", ["collapse", "f", "b", "--context", "x"]),
            (4, "aura: Fabric 'f' has no memory 'b': nothing was erased.", ["forget", "f", "a", "b", "--yes"]),
            (2, "aura: Erasing memory 'a' of fabric 'f' cannot be undone: say --yes.", ["forget", "f", "a"]),
            (1, "aura: top is 0: 1 to 1,000 are allowed.", ["recall", "f", "x", "--top", "0"]),
            (1, "aura: text is empty: it must have a word.", ["recall", "f", ""]),
            (1, "aura: inverseTemperature is 0: more than 0 and at most 10,000 is allowed.", ["think", "f", "x", "--beta", "0"]),
            (1, "aura: Memory 'a' exists with another content: a memory's content never changes.", ["remember", "f", "--text", "Another", "--id", "a"]),
            (1, "aura: Fabric 'f' exists with other settings: they are fixed when it is made.", ["create", "f", "--decay", "0.4"]),
        ];
        foreach (var (code, says, words) in refusals) Assert.Equal(says, await RefusedAsync(code, ["memory", .. words]));
        var queries = await AuraAsync("\"x\"\n{\"query\":\"x\",\"top\":3}\n"u8.ToArray(), "memory", "recall", "f", "--jsonl", "-");
        Assert.Equal((1, "aura: The standard input, line 2: it has the field 'top': query are known.\n"), (queries.Code, queries.Error));
        Assert.Equal(1, (await JsonAsync("memory", "show", "f", "a")).GetProperty("uses").GetInt64());
    }

    [Fact]
    public async Task Hostile_text_does_not_reach_a_line_for_people()
    {
        const string Hostile = "x\u001b[31m\u001b]0;title\u0007\u202e\u2066\u009b[bold]y";
        await OkAsync("memory", "remember", "f", "--text", Hostile, "--id", "i\u202e");
        foreach (var words in (string[][])[["list", "f"], ["recall", "f", "bold"], ["think", "f", "bold"], ["collapse", "f", "i\u202e", "--context", "bold"]])
            Assert.DoesNotContain(await OkAsync(["memory", .. words]), c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u2066'));
    }

    private Task WriteAsync(string file, string text) => System.IO.File.WriteAllTextAsync(Path.Combine(Folder, file), text);
}
