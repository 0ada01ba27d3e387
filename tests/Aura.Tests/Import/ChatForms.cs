using System.Text;
using Aura.Client;

namespace Aura.Tests.Import;

/// <summary>The forms that a file may have, and the names that its agents get.</summary>
public sealed class ChatForms : ImportTest
{
    [Theory]
    [InlineData("[R,R,R]")]
    [InlineData(" [\n R , R\t,\r\nR ]\n\n")]
    [InlineData("R\nR\nR")]
    [InlineData("R\r\n\r\nR\r\n\r\nR\r\n")]
    [InlineData("RRR")]
    [InlineData("\uFEFF[R,R,R]")]
    [InlineData("\uFEFFR\nR\nR\n")]
    public async Task Runs_are_read_from_every_form(string form)
    {
        var result = await ImportAsync(form.Replace("R", Run, StringComparison.Ordinal));
        Assert.Equal((3L, 12L, 12L), (result.Runs, result.States, result.Added));
        Assert.Equal(["t/run-1", "t/run-2", "t/run-3"], await AgentsAsync());
        foreach (var agent in await AgentsAsync()) Assert.Equal(RunSketch, await SketchAsync(agent));
    }

    [Theory]
    [InlineData("[M]", ",")]
    [InlineData("M", "\n")]
    [InlineData("M", "")]
    [InlineData("\uFEFF[M]", " ,\n")]
    public async Task A_bare_list_of_messages_is_one_run(string form, string between)
    {
        var messages = Messages.Replace("},{\"role\"", "}" + between + "{\"role\"", StringComparison.Ordinal);
        var result = await ImportAsync(form.Replace("M", messages, StringComparison.Ordinal), "talk.jsonl");
        Assert.Equal((1L, 4L, 4L), (result.Runs, result.States, result.Added));
        Assert.Equal(["talk/run-1"], await AgentsAsync());
        Assert.Equal(RunSketch, await SketchAsync("talk/run-1"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" [ \n ] ")]
    public async Task A_list_of_nothing_stores_nothing(string text)
    {
        Assert.Equal(new ChatImportResult { Runs = 0, States = 0, Added = 0, Known = 0, Differing = 0 }, await ImportAsync(text));
        Assert.Empty(await AgentsAsync());
    }

    [Fact]
    public async Task Payloads_are_the_files_very_bytes()
    {
        string[] messages =
        [
            "{ \"role\" : \"user\" ,\n  \"content\":\"caf\\u00e9 \U0001F6EB é\",  \"n\": 1.50e+2 }",
            """{"content":"\ud800 half","role":"assistant","role2":0.10}""",
            """{"role":"user","content":[{"type":"text","text":"<b>\/ \" \\ </b>"}],"big":123456789012345678901234567890}""",
        ];
        await ImportAsync($"[ {{\"messages\": [\n{string.Join(" ,\n", messages)}\n] }} ]");
        Assert.Equal(messages, (await HistoryAsync("t/run-1")).Select(s => s.Payload!.ToString()));
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task Runs_that_are_larger_than_the_readers_buffer_come_whole()
    {
        var long1 = new string('x', 700_000);
        var long2 = string.Concat(Enumerable.Repeat("é\U0001F6EB", 150_000));
        await ImportAsync($$"""[{"messages":[{"role":"user","content":"{{long1}}"},{"role":"user","content":"{{long2}}"}]},{{Run}}]""");
        var states = await HistoryAsync("t/run-1");
        Assert.Equal($$"""{"role":"user","content":"{{long1}}"}""", states[0].Payload!.ToString());
        Assert.Equal($$"""{"role":"user","content":"{{long2}}"}""", states[1].Payload!.ToString());
        Assert.Equal(RunSketch, await SketchAsync("t/run-2"));
    }

    [Fact]
    public async Task Agents_are_named_after_what_the_run_says_that_it_is()
    {
        await ImportAsync(
            $$"""
            [{"task_id":3,"trial":0,"id":"no","messages":[{{Messages}}]},
             {"task_id":"x","messages":[{{Messages}}]},
             {"id":"mine","run_id":"no","messages":[{{Messages}}]},
             {"run_id":7,"messages":[{{Messages}}]},
             {"id":" ","messages":[{{Messages}}]},
             {"messages":[{{Messages}}]}]
            """, "t.json", new ChatImportOptions { Name = "bob" });
        Assert.Equal(["bob/7", "bob/mine", "bob/run-5", "bob/run-6", "bob/task-3-trial-0", "bob/task-x"], await AgentsAsync());
    }

    [Fact]
    public async Task No_two_runs_share_an_agent()
    {
        var same = $$"""{"id":"same","messages":[{{Messages}}]}""";
        var taken = $$"""{"id":"same-2","messages":[{{Messages}}]}""";
        await ImportAsync($"[{same},{taken},{same},{same}]");
        Assert.Equal(["t/same", "t/same-2", "t/same-3", "t/same-4"], await AgentsAsync());
        foreach (var agent in await AgentsAsync()) Assert.Equal(RunSketch, await SketchAsync(agent));
    }

    [Fact]
    public async Task Names_that_Aura_would_not_take_are_made_fit_and_stay_different()
    {
        string Of(string id) => $$"""{"id":"{{id}}","messages":[{{Messages}}]}""";
        await ImportAsync($"[{Of(new string('x', 500))},{Of(new string('x', 501))},{Of(@"a\nb")},{Of("\U0001F6EB")}]");
        var agents = await AgentsAsync();
        Assert.Equal(4, agents.Count);
        Assert.All(agents, a => Assert.True(a.Length <= 200 && !a.Any(char.IsControl)));
        Assert.Contains("t/a b", agents);
        Assert.Contains("t/\U0001F6EB", agents);
        await AssertHoldsAsync(4);
    }

    [Fact]
    public async Task A_pipe_is_read_once()
    {
        await using var pipe = new OneWayStream(Encoding.UTF8.GetBytes($"[{Run},{Run}]"));
        var result = await new ChatImporter(Aura).ImportAsync(pipe, "in");
        Assert.Equal((2L, 8L), (result.Runs, result.Added));
        Assert.Equal(["in/run-1", "in/run-2"], await AgentsAsync());
    }

    [Fact]
    public async Task A_pipe_that_breaks_off_says_what_stays()
    {
        await using var pipe = new OneWayStream(Encoding.UTF8.GetBytes($"{Run}\n{{\"messages\":["));
        var error = await Assert.ThrowsAsync<ChatFormatException>(
            () => new ChatImporter(Aura).ImportAsync(pipe, "in", new ChatImportOptions { ParallelRuns = 1 }));
        Assert.Equal((2L, 2L), (error.Run, error.Position.Line));
        var stored = (await Aura.StatisticsAsync()).States;
        if (stored > 0) Assert.EndsWith($" {stored:N0} states were stored before and stay.", error.Message, StringComparison.Ordinal);
    }
}
