using System.Text;
using Aura.Client;

namespace Aura.Tests.Import;

/// <summary>An import that stopped midway goes on where it stopped.</summary>
public sealed class ChatResuming : ImportTest
{
    private const int Runs = 12;
    private static readonly byte[] Rated = Encoding.UTF8.GetBytes(
        $"[{string.Join(',', Enumerable.Range(0, Runs).Select(i => $$"""{"task_id":{{i}},"messages":[{{Messages}}],"reward":{{i}}}"""))}]");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public async Task Interrupted_again_and_again_it_ends_with_the_same_states_and_none_twice(int parallel)
    {
        var options = new ChatImportOptions { ParallelRuns = parallel };
        var interrupted = 0;
        foreach (var stop in (int[])[1, 2, 7, 23, 41])
        {
            using var stopping = new CancellationTokenSource();
            var progress = new StopAt(stop, stopping);
            try
            {
                await new ChatImporter(Aura).ImportAsync(new MemoryStream(Rated), "t.json", options, progress, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                interrupted++;
            }
            await Host.RestartAsync();
        }
        Assert.True(interrupted > 0);
        var result = await ImportAsync(Rated, "t.json", options);
        Assert.Equal((Runs, Runs * 5, Runs * 5, 0), (result.Runs, result.States, result.Added + result.Known, result.Differing));

        string[] expected = [.. RunSketch, "outcome <- 4"];
        for (var i = 0; i < Runs; i++)
        {
            Assert.Equal(expected, await SketchAsync($"t/task-{i}"));
            Assert.Equal($$"""{"reward":{{i}},"task_id":{{i}}}""", (await HistoryAsync($"t/task-{i}"))[^1].Payload!.ToString());
        }
        Assert.Equal(Runs * 5, (await Aura.StatisticsAsync()).States);
        await AssertHoldsAsync(Runs);
    }

    [Fact]
    public async Task An_import_that_is_cancelled_before_it_begins_stores_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ChatImporter(Aura).ImportAsync(new MemoryStream(Rated), "t.json", cancellationToken: new CancellationToken(canceled: true)));
        Assert.Empty(await AgentsAsync());
    }

    [Fact]
    public async Task What_the_file_says_otherwise_now_is_counted_and_left_as_it_was()
    {
        await ImportAsync($$"""[{"messages":[{{Messages}}],"reward":1}]""");
        var before = await EverythingAsync();
        var changed = Messages.Replace("\"hi\"", "\"bye\"", StringComparison.Ordinal);
        var result = await ImportAsync($$"""[{"messages":[{{changed}}],"reward":0}]""");
        Assert.Equal(new ChatImportResult { Runs = 1, States = 5, Added = 0, Known = 5, Differing = 2 }, result);
        Assert.Equal(before, await EverythingAsync());
    }

    [Fact]
    public async Task A_run_that_has_grown_gets_what_is_new()
    {
        await ImportAsync(Run);
        var result = await ImportAsync($$"""{"messages":[{{Messages}},{"role":"user","content":"more"},{"role":"assistant","content":"sure"}]}""");
        Assert.Equal(new ChatImportResult { Runs = 1, States = 6, Added = 2, Known = 4, Differing = 0 }, result);
        Assert.Equal((string[])[.. RunSketch, "observation", "decision <- 5"], await SketchAsync("t/run-1"));
    }

    [Fact]
    public async Task States_of_others_in_the_agents_line_do_not_disturb()
    {
        await ImportAsync(Run);
        await Aura.Agent("t/run-1").SaveAsync("note", "by hand");
        Assert.Equal(4, (await ImportAsync(Run)).Known);
        Assert.Equal((string[])[.. RunSketch, "note"], await SketchAsync("t/run-1"));
    }

    [Fact]
    public async Task Progress_counts_up_to_the_whole()
    {
        var progress = new StopAt(int.MaxValue, null);
        await new ChatImporter(Aura).ImportAsync(new MemoryStream(Rated), "t.json", new ChatImportOptions { ParallelRuns = 1 }, progress);
        Assert.Equal(new ChatImportProgress(Checking: false, Rated.Length, Rated.Length, Runs, Runs * 5, Runs * 5), progress.Last);
    }

    private sealed class StopAt(int states, CancellationTokenSource? stopping) : IProgress<ChatImportProgress>
    {
        public ChatImportProgress Last { get; private set; }

        public void Report(ChatImportProgress value)
        {
            Last = value;
            if (!value.Checking && value.States >= states) stopping?.Cancel();
        }
    }
}
