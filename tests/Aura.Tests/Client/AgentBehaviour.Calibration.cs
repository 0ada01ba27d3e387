namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task Stated_confidence_is_compared_with_the_first_outcome_after_it_on_its_branch()
    {
        var agent = Aura.Agent("a");
        AssertReliability(await agent.CalibrateAsync() is { Agent: "a" } none ? none.Confidence : null!, []);
        await SureAsync(agent, 0.9);
        var fork = await SureAsync(agent, 0.6);
        await EndAsync(agent, "1");
        await EndAsync(agent, "0");
        await SureAsync(agent, 0.3);
        await EndAsync(agent, "{\"score\":0}");
        await SureAsync(agent, 0.5);
        await EndAsync(agent, "2");
        await SureAsync(agent, 0.55);
        await EndAsync(agent, "\"no idea\"");
        await agent.SaveAsync(new SaveRequest { Type = "outcome", Payload = Payload.Parse("1"), Context = new() { Confidence = 1 } });
        await SureAsync(agent, 0.8);
        await agent.CreateBranchAsync("b", fork.Id);
        await SureAsync(Aura.Branch("a", "b"), 0.2);
        await EndAsync(Aura.Branch("a", "b"), "true");

        var calibration = await agent.CalibrateAsync();
        AssertReliability(calibration.Confidence, [(0.9, 1), (0.6, 1), (0.3, 0), (0.2, 1)]);
        // By hand: (0.01 + 0.16 + 0.09 + 0.64) / 4.
        Assert.Equal(0.225, calibration.Confidence.Brier!.Value, 12);
        Assert.Equal((4L, 0.75), (calibration.Confidence.Count, calibration.Confidence.BaseRate!.Value));
        Assert.Equal([(0.2, 0.3), (0.3, 0.4), (0.6, 0.7), (0.9, 1)], calibration.Confidence.Bins.Select(b => (b.From, b.To)));
        AssertReliability(calibration.Predictions, []);
    }

    [Fact]
    public async Task Predicted_scores_are_compared_with_the_branches_that_they_were_tried_on()
    {
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 1);
        await EndAsync(agent, "0");
        foreach (var (name, predicted, realised) in ((string, double?, string?)[])
            [("one", 0.8, "1"), ("two", 0.3, null), ("three", null, "1"), ("four", 4, "1"), ("five", 0.5, "-1"), ("six", 1, "0.5")])
        {
            var decision = await agent.SaveAsync("decision", "x", Instead(name, new Counterfactual { Value = name, Score = predicted }));
            await agent.WhatIfAsync(new() { State = decision.Id, Counterfactual = name });
            var branch = Aura.Branch("a", $"what-if/{name}");
            if (realised is not null) await EndAsync(branch, "0.125");
            if (realised is not null) await EndAsync(branch, realised);
        }
        foreach (var name in (string[])["lost", "won", "open"]) await agent.CreateBranchAsync(name);
        await EndAsync(Aura.Branch("a", "lost"), "0");
        await EndAsync(Aura.Branch("a", "won"), "1");
        await agent.SaveAsync("decision", "x", new CausalContext
        {
            Counterfactuals = new Dictionary<string, Counterfactual>
            {
                ["lost"] = new() { Value = "x", Kind = CounterfactualKind.Replayed, Branch = "lost", Score = 0.25 },
                ["won"] = new() { Value = "x", Kind = CounterfactualKind.Modelled, Branch = "won", Score = 0.25 },
                ["open"] = new() { Value = "x", Kind = CounterfactualKind.Replayed, Branch = "open", Score = 0.25 },
                ["none"] = new() { Value = "x", Kind = CounterfactualKind.Replayed, Branch = "none", Score = 0.25 },
                ["large"] = new() { Value = "x", Kind = CounterfactualKind.Replayed, Branch = "lost", Score = 25 },
            },
        });
        var predictions = (await agent.CalibrateAsync()).Predictions;
        AssertReliability(predictions, [(0.8, 1), (1, 0.5), (0.25, 0)]);
        // By hand: (0.04 + 0.25 + 0.0625) / 3.
        Assert.Equal(0.1175, predictions.Brier!.Value, 12);
    }

    [Fact]
    public async Task A_long_history_on_many_branches_is_calibrated_as_a_straightforward_computation_does()
    {
        var random = new Random(1);
        var agent = Aura.Agent("a");
        await SaveAsync(agent, 1);
        var pairs = new List<(double, double)>();
        for (var i = 0; i < 4; i++)
        {
            IBranch branch = agent;
            if (i > 0) branch = Aura.Branch("a", (await agent.CreateBranchAsync($"b{i}")).Name);
            var waiting = new List<double>();
            for (var n = 0; n < 60; n++)
            {
                if (random.Next(4) > 0)
                {
                    waiting.Add(random.Next(11) / 10.0);
                    await SureAsync(branch, waiting[^1]);
                    continue;
                }
                var score = Math.Round(random.NextDouble() * 1.2 - 0.1, 3);
                await EndAsync(branch, $"{{\"reward\":{score}}}");
                if (score is >= 0 and <= 1) pairs.AddRange(waiting.Select(w => (w, score)));
                waiting.Clear();
            }
        }
        AssertReliability((await agent.CalibrateAsync()).Confidence, pairs);
    }

    private static ValueTask<AgentState> SureAsync(IBranch branch, double confidence) =>
        branch.SaveAsync("decision", "x", new CausalContext { Confidence = confidence });

    private static ValueTask<AgentState> EndAsync(IBranch branch, string json) => branch.SaveAsync("outcome", Payload.Parse(json));

    private static void AssertReliability(Reliability actual, IReadOnlyList<(double Predicted, double Outcome)> pairs)
    {
        Assert.Equal(pairs.Count, actual.Count);
        if (pairs.Count == 0)
        {
            Assert.Equal((null, null, 0), (actual.Brier, actual.BaseRate, actual.Bins.Count));
            return;
        }
        Assert.Equal(pairs.Average(p => Math.Pow(p.Predicted - p.Outcome, 2)), actual.Brier!.Value, 12);
        Assert.Equal(pairs.Average(p => p.Outcome), actual.BaseRate!.Value, 12);
        var bins = Enumerable.Range(0, 10)
            .Select(i => (From: i / 10.0, To: (i + 1) / 10.0, In: pairs.Where(p => p.Predicted >= i / 10.0 && (p.Predicted < (i + 1) / 10.0 || i == 9)).ToArray()))
            .Where(b => b.In.Length > 0).ToArray();
        Assert.Equal(bins.Select(b => (b.From, b.To, (long)b.In.Length)), actual.Bins.Select(b => (b.From, b.To, b.Count)));
        foreach (var (expected, bin) in bins.Zip(actual.Bins))
        {
            Assert.Equal(expected.In.Average(p => p.Predicted), bin.MeanPredicted, 12);
            Assert.Equal(expected.In.Average(p => p.Outcome), bin.MeanOutcome, 12);
        }
    }
}
