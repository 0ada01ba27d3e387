using System.Text;
using Aura.Client;

namespace Aura.Tests.Import;

/// <summary>The main road of the import, on each store.</summary>
public abstract class ChatImporting : ImportTest
{
    private const string Rated =
        $$$$"""[{"task_id":0,"trial":1,"traj":[{"role":"system","content":"Be kind."},{{{{Messages}}}}],"reward":1.0,"info":{"task":{"actions":[{"name":"f","kwargs":{"a":1}},{"name":"g","kwargs":{}}]}}},{{{{Run}}}}]""";

    [Fact]
    public async Task A_file_becomes_agents_whose_states_know_their_causes()
    {
        var result = await ImportAsync(Rated);
        Assert.Equal(new ChatImportResult { Runs = 2, States = 10, Added = 10, Known = 0, Differing = 0 }, result);
        Assert.Equal(["t/run-2", "t/task-0-trial-1"], await AgentsAsync());
        Assert.Equal(RunSketch, await SketchAsync("t/run-2"));
        Assert.Equal(
            ["observation <- system_prompt", "observation", "decision <- 2 -> call:f", "observation <- 3", "decision <- 2, 4", "outcome <- 5 -> missing:g"],
            await SketchAsync("t/task-0-trial-1"));
        var outcome = (await HistoryAsync("t/task-0-trial-1"))[^1];
        Assert.Equal("""{"reward":1.0,"task_id":0,"trial":1}""", outcome.Payload!.ToString());
        Assert.Equal(
            """[{"name":"f","kwargs":{"a":1}},{"name":"g","kwargs":{}}]""",
            Assert.Single(outcome.Context.Counterfactuals, c => c.Key == "expected_actions").Value.Value.ToString());
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task A_second_import_adds_nothing()
    {
        await ImportAsync(Rated);
        var before = await EverythingAsync();
        await Host.RestartAsync();
        Assert.Equal(new ChatImportResult { Runs = 2, States = 10, Added = 0, Known = 10, Differing = 0 }, await ImportAsync(Rated));
        Assert.Equal(before, await EverythingAsync());
    }

    [Fact]
    public async Task Two_imports_of_one_file_at_once_store_each_state_once()
    {
        var file = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Run, 40))}]");
        var other = await Host.ConnectAsync();
        var results = await Task.WhenAll(
            Task.Run(() => new ChatImporter(Aura).ImportAsync(new MemoryStream(file), "t.json")),
            Task.Run(() => new ChatImporter(other).ImportAsync(new MemoryStream(file), "t.json")));
        Assert.All(results, r => Assert.Equal((40L, 160L, 0L), (r.Runs, r.States, r.Differing)));
        await Host.RestartAsync();
        for (var run = 1; run <= 40; run++) Assert.Equal(RunSketch, await SketchAsync($"t/run-{run}"));
        Assert.Equal(160, (await Aura.StatisticsAsync()).States);
        await AssertHoldsAsync(40);
    }
}
