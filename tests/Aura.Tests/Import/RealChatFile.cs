using Aura.Client;

namespace Aura.Tests.Import;

/// <summary>The traces of 200 real runs of an agent, where the machine has them.</summary>
public sealed class RealChatFile : ImportTest
{
    private const string Name = "data/tau-bench/gpt-4o-airline.json";

    [Fact]
    public async Task Two_hundred_real_runs_become_agents_that_hold_and_can_say_why()
    {
        var file = Find();
        Assert.SkipWhen(file is null, $"There is no shared/{Name} beside this checkout.");
        var result = await new ChatImporter(Aura).ImportFileAsync(file);
        Assert.Equal(new ChatImportResult { Runs = 200, States = 5508, Added = 5508, Known = 0, Differing = 0 }, result);
        await AssertHoldsAsync(200);

        var agents = await AgentsAsync();
        Assert.Equal(200, agents.Count);
        foreach (var agent in agents)
        {
            var history = await HistoryAsync(agent);
            Assert.Equal(StateTypes.Outcome, history[^1].Type);
            var asked = history.First(s => s.Payload!.ToString().Contains("\"role\": \"user\"", StringComparison.Ordinal));
            var why = await Aura.Agent(agent).WhyAsync();
            Assert.Equal(history[^1].Id, why.Root);
            Assert.Contains(why.Nodes, n => n.Id == asked.Id.ToString());
            Assert.NotEmpty((await Aura.Agent(agent).PathAsync(asked.Id, history[^1].Id)).Nodes);
        }
        Assert.Equal(result with { Added = 0, Known = 5508 }, await new ChatImporter(Aura).ImportFileAsync(file));
    }

    [Fact]
    public async Task Every_failed_run_has_a_decision_that_can_be_taken_the_other_way()
    {
        var file = Find();
        Assert.SkipWhen(file is null, $"There is no shared/{Name} beside this checkout.");
        await new ChatImporter(Aura).ImportFileAsync(file);
        var (failed, certain) = (0, 0);
        foreach (var name in await AgentsAsync())
        {
            var agent = Aura.Agent(name);
            var outcome = (await agent.LoadAsync(StateTypes.Outcome))!;
            if (outcome.Payload!.ToString().Contains("\"reward\":1", StringComparison.Ordinal)) continue;
            failed++;
            var choice = (await ChatChoice.FindAsync(Aura, outcome))!;
            Assert.Equal((name, StateTypes.Decision), (choice.Agent, choice.Type));
            if (choice.Id != outcome.Context.Causes[0].State) certain++;
            var whatIf = await agent.WhatIfAsync(new() { State = outcome.Id, Counterfactual = ChatChoice.Counterfactual, Choice = choice.Id });
            Assert.Equal((choice.Parents[0], 0.0, null), (whatIf.Branch.ForkState, whatIf.Factual, whatIf.Realised));
        }
        Assert.InRange(failed, 50, 150);
        Assert.InRange(certain, 1, failed);
        await AssertHoldsAsync(200 + failed);
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", Name);
            if (File.Exists(file)) return file;
        }
        return null;
    }
}
