using System.Text.Json.Nodes;
using Aura.Client;
using Aura.Tests.Hosting;

namespace Aura.Tests.Import;

/// <summary>The traces of 200 real runs of an agent, where the machine has them.</summary>
public sealed class RealChatFile : ImportTest
{
    [Fact]
    public async Task Two_hundred_real_runs_become_agents_that_hold_and_can_say_why()
    {
        var file = SharedData.Find(SharedData.AirlineRuns);
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
        var file = SharedData.Find(SharedData.AirlineRuns);
        await new ChatImporter(Aura).ImportFileAsync(file);
        var (failed, found, strayed) = (0, 0, 0);
        foreach (var name in await AgentsAsync())
        {
            var agent = Aura.Agent(name);
            var outcome = (await agent.LoadAsync(StateTypes.Outcome))!;
            if (outcome.Payload!.ToString().Contains("\"reward\":1", StringComparison.Ordinal)) continue;
            failed++;
            var choice = (await ChatChoice.FindAsync(Aura, outcome))!;
            Assert.Equal((name, StateTypes.Decision), (choice.Decision.Agent, choice.Decision.Type));
            // Whatever is kept of the run before the branch, no call of it has changed anything that was not to be changed.
            var unexpected = await UnexpectedChangesAsync(outcome);
            Assert.DoesNotContain(unexpected, d => d.Version < choice.Decision.Version);
            if (choice.IsFound) found++;
            else Assert.Equal(outcome.Context.Causes[0].State, choice.Decision.Id);
            if (unexpected.Count > 0) strayed++;
            var whatIf = await agent.WhatIfAsync(new() { State = outcome.Id, Counterfactual = ChatChoice.Counterfactual, Choice = choice.Decision.Id });
            Assert.Equal((choice.Decision.Parents[0], 0.0, null), (whatIf.Branch.ForkState, whatIf.Factual, whatIf.Realised));
        }
        Assert.Equal((116, 88, 85), (failed, found, strayed));
        await AssertHoldsAsync(200 + failed);
    }

    // The decisions that call, with arguments that nobody expected, one of the airline's tools that change something.
    private async Task<List<AgentState>> UnexpectedChangesAsync(AgentState outcome)
    {
        string[] changing =
        [
            "book_reservation", "cancel_reservation", "send_certificate", "update_reservation_baggages", "update_reservation_flights",
            "update_reservation_passengers", "transfer_to_human_agents",
        ];
        var expected = JsonNode.Parse(outcome.Context.Counterfactuals[ChatChoice.Counterfactual].Value.ToString())!.AsArray();
        return (await HistoryAsync(outcome.Agent)).Where(s => s.Type == StateTypes.Decision && CallsOf(s).Any(call => IsUnexpected(call))).ToList();

        static JsonArray CallsOf(AgentState decision) => JsonNode.Parse(decision.Payload!.ToString())!["tool_calls"] as JsonArray ?? [];

        bool IsUnexpected(JsonNode? call)
        {
            var (name, given) = ((string)call!["function"]!["name"]!, JsonNode.Parse((string)call["function"]!["arguments"]!));
            return changing.Contains(name) && !expected.Any(e => (string)e!["name"]! == name && JsonNode.DeepEquals(e["kwargs"], given));
        }
    }
}
