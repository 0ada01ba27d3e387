using System.Text;
using Aura.Client;

namespace Aura.Tests.Import;

/// <summary>What is no file of chat traces is refused with the place of the fault, and nothing of it is stored.</summary>
public sealed class ChatRefusals : ImportTest
{
    private static readonly string Deep = $"{new string('[', 64)}{new string(']', 64)}";

    /// <summary>Files in which <c>§</c> stands where the fault is, <c>R</c> for a run and <c>M</c> for a message.</summary>
    public static TheoryData<string, long, string> Files => new()
    {
        { "§", 0, "It is empty" },
        { " \n\n§", 0, "It is empty" },
        { "§hello", 0, "It begins with 'h'" },
        { "\n  §\"text\"", 0, "It begins with '\"'" },
        { "[§1,2]", 1, "'1' stands where a run or a message" },
        { "[R,§[]]", 2, "'[' stands where a run or a message" },
        { "§{}", 1, "neither a run" },
        { "[§{\"foo\":1}]", 1, "neither a run" },
        { "[R,\n §{\"messages\":{}}]", 2, "neither a run" },
        { "R\n§M", 2, "This is a message, but the objects before it are runs." },
        { "M\n§R", 1, "This is not a message, but the objects before it are." },
        { "M\n  §{\"x\":1}", 1, "This is not a message" },
        { "R\n{\"messages\":[M,§{\"role\":\"alien\",\"content\":1}]}", 2, "The role \"alien\" is unknown" },
        { "R\n{\"messages\":[M,\n§{\"role\":7}]}", 2, "The role 7 is unknown" },
        { "R\n{\"messages\":[M, §{\"content\":1}]}", 2, "The message has no role." },
        { "{\"traj\":[M, §\"text\"]}", 1, "A message is an object." },
        { "[R,{\"messages\":[§{\"role\":\"user\",\"content\":D}]}]", 2, "The message is nested deeper than 64." },
        { "[R,§{\"messages\":[M],\"reward\":D}]", 2, "How the run ended cannot be stored" },
        { "[R,§{\"messages\":[M],\"reward\":1,\"info\":{\"task\":{\"actions\":[D]}}}]", 2, "How the run ended cannot be stored" },
        { "[R,§]", 2, "']' stands where a run or a message" },
        { "[R §R]", 1, "'{' stands where a comma or the end of the array is expected." },
        { "[R§", 1, "It ends after 1 of the array's elements" },
        { "[R,§", 2, "The file ends where a run or a message is expected." },
        { "[R,\n {\"messages\":[M,§", 2, "The file ends inside the object that begins at line 2, byte 2." },
        { "[R]\n §x", 1, "'x' stands after the end of the array." },
        { "R\nR\n§]", 3, "']' stands where a run or a message" },
        { "[R,{\"messages\":§}]", 2, "This is not JSON" },
        { "[R,{\"messages\":[\n\n  é§}]", 2, "This is not JSON" },
        { "[R,{\"messages\":[{\"role\":\"a§\u0001\"}]}]", 2, "This is not JSON" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_fault_is_named_with_its_place_and_nothing_is_stored(string form, long run, string problem)
    {
        // What is no JSON is found where it begins, so the mark moves before the letter that cannot stand there.
        var text = form.Replace("é§", "§é", StringComparison.Ordinal)
            .Replace("R", Run, StringComparison.Ordinal).Replace("[M", $"[{Messages}", StringComparison.Ordinal)
            .Replace("§M", $"§{Messages}", StringComparison.Ordinal).Replace("M\n", "{\"role\":\"user\"}\n", StringComparison.Ordinal)
            .Replace("D", Deep, StringComparison.Ordinal);
        var before = text[..text.IndexOf('§', StringComparison.Ordinal)];
        var line = 1 + before.Count(c => c == '\n');
        var inLine = 1 + Encoding.UTF8.GetByteCount(before[(before.LastIndexOf('\n') + 1)..]);

        var error = await Assert.ThrowsAsync<ChatFormatException>(() => ImportAsync(text.Replace("§", "", StringComparison.Ordinal)));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal((run, new FilePosition(line, inLine)), (error.Run, error.Position));
        Assert.StartsWith("t.json, ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"line {line}, byte {inLine}: ", error.Message, StringComparison.Ordinal);
        if (run > 0) Assert.Contains($"run {run}, ", error.Message, StringComparison.Ordinal);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task What_is_not_UTF8_is_refused_at_its_byte()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(Run + "\n{\"messages\":[{\"role\":\"user\",\"content\":\"é"), 0xff, .. "\"}]}"u8];
        var error = await Assert.ThrowsAsync<ChatFormatException>(() => ImportAsync(text));
        Assert.Equal("t.json, run 2, line 2, byte 42: byte 0xFF is not UTF-8.", error.Message);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task UTF16_is_refused()
    {
        var error = await Assert.ThrowsAsync<ChatFormatException>(() => ImportAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("[]")]));
        Assert.Contains("It begins with byte 0xFF", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_larger_than_allowed_is_refused()
    {
        var large = $$"""{"messages":[{"role":"user","content":"{{new string('x', 900_000)}}"}]}""";
        var error = await Assert.ThrowsAsync<ChatFormatException>(() => ImportAsync($"{Run}\n{large}", "t.json", new ChatImportOptions { MaxRunBytes = 1000 }));
        Assert.Equal((2L, new FilePosition(2, 1)), (error.Run, error.Position));
        Assert.Contains("has more than 1,000 bytes", error.Message, StringComparison.Ordinal);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_run_that_fits_the_readers_buffer_but_is_larger_than_allowed_is_refused()
    {
        var error = await Assert.ThrowsAsync<ChatFormatException>(() => ImportAsync(Run, "t.json", new ChatImportOptions { MaxRunBytes = 100 }));
        Assert.Contains("has more than 100 bytes", error.Message, StringComparison.Ordinal);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Options_that_cannot_be_are_refused()
    {
        foreach (var options in (ChatImportOptions[])[new() { ParallelRuns = 0 }, new() { MaxBytesInFlight = 0 }, new() { MaxRunBytes = 0 }, new() { Name = "" }, new() { Name = "a\nb" }])
            await Assert.ThrowsAsync<InvalidInputException>(() => ImportAsync(Run, "t.json", options));
        await AssertNothingStoredAsync();
    }

    private async Task AssertNothingStoredAsync()
    {
        var statistics = await Aura.StatisticsAsync();
        Assert.Equal((0L, 0L, 0L), (statistics.Agents, statistics.States, statistics.Links));
    }
}
