using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

public abstract partial class FabricBehaviour
{
    [Fact]
    public async Task A_thought_reads_out_what_all_memories_say_and_how_sure_they_are()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small);
        await fabric.RememberAsync([At("a", 0), At("b", 60), At("c", 180)]);
        foreach (var beta in (double[])[0.5, 4, 200])
        {
            var thought = await fabric.ThinkAsync(Thought(20) with { InverseTemperature = beta, Reinforce = false });
            var shares = Shares(beta, 20, 0, 60, 180);
            Assert.Equal(["a", "b", "c"], thought.Hits.Select(h => h.Id));
            Assert.Equal(3, thought.Rows);
            Assert.Equal(-shares.Where(p => p > 0).Sum(p => p * Math.Log(p)), thought.Entropy, 1e-3);
            var expected = shares[0] * 1 + shares[1] * 0.5 - shares[2];
            Assert.Equal(expected, thought.ReadOut.Span[0], 5e-3);
            Assert.InRange(thought.Entropy, 0, Math.Log(3));
        }
    }

    [Fact]
    public async Task What_is_thought_of_is_strengthened_and_what_is_not_decays()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small);
        await fabric.RememberAsync([At("used", 10), At("unused", -10)]);
        Time.Advance(TimeSpan.FromHours(1));
        var before = (await fabric.GetAsync("used"))!;
        var thought = await fabric.ThinkAsync(Thought(10) with { Top = 1 });
        Assert.Equal("used", Assert.Single(thought.Hits).Id);
        Assert.Equal(before.Activation, thought.Hits[0].BaseLevel, 1e-3);
        Assert.Equal(thought.Hits[0].BaseLevel + 16 * thought.Hits[0].Similarity, thought.Hits[0].Activation, 1e-6);

        var after = (await fabric.GetAsync("used"))!;
        Assert.Equal((2, 2), (after.Uses, after.LastUses.Count));
        Assert.True(after.Activation > before.Activation);
        // From the middle both are as near, so that the one that was used comes first.
        Assert.Equal(["used", "unused"], (await fabric.ThinkAsync(Thought(0) with { Reinforce = false })).Hits.Select(h => h.Id));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.True((await fabric.GetAsync("used"))!.Activation < after.Activation);
        // Uses are written behind, and before the host stops.
        await Host.RestartAsync();
        Assert.Equal(2, (await Aura.Fabric("f").GetAsync("used"))!.Uses);
        Assert.Equal(1, (await Aura.Fabric("f").GetAsync("unused"))!.Uses);
    }

    [Fact]
    public async Task A_recall_is_a_use_only_if_it_says_so()
    {
        var fabric = Aura.Fabric("f");
        await fabric.RememberAsync(Text("m", "a note on herbs"));
        await fabric.RecallAsync("herbs");
        Assert.Equal(1, (await fabric.GetAsync("m"))!.Uses);
        await fabric.RecallAsync(new RecallRequest { Text = "herbs", Reinforce = true });
        Assert.Equal(2, (await fabric.GetAsync("m"))!.Uses);
    }

    [Fact]
    public async Task The_context_collapses_a_superposition()
    {
        var fabric = Aura.Fabric("f");
        await fabric.RememberAsync(new MemoryRequest
        {
            Id = "bank",
            Content = "They met at the bank.",
            Interpretations =
            [
                new() { Label = "money", Text = "a financial bank with accounts, money and loans", Weight = 3 },
                new() { Label = "river", Text = "the bank of a river, with water, boats and fishing" },
            ],
        });
        var memory = (await fabric.GetAsync("bank"))!;
        Assert.Equal([0.75, 0.25], memory.Interpretations.Select(i => i.Weight));

        async Task<Collapse> InAsync(Payload context, double? beta = null, long? seed = null, bool durable = false) =>
            await fabric.CollapseAsync(new CollapseRequest { Id = "bank", Context = context, InverseTemperature = beta, Seed = seed, Durable = durable });

        Assert.Equal("money", (await InAsync("loans and accounts")).Choice);
        Assert.Equal("river", (await InAsync("fishing from boats on the river")).Choice);
        var last = 0.0;
        foreach (var beta in (double[])[0.01, 1, 10, 100])
        {
            var collapse = await InAsync("fishing from boats on the river", beta);
            Assert.Equal(1, collapse.Posterior.Sum(p => p.Probability), 12);
            Assert.InRange(collapse.Entropy, 0, Math.Log(2));
            Assert.True(collapse.Posterior[1].Probability > last, "A higher β sharpens.");
            last = collapse.Posterior[1].Probability;
        }
        var drawn = await Task.WhenAll(Enumerable.Range(0, 40).Select(async seed => (await InAsync("something", 0.01, seed)).Choice));
        Assert.InRange(drawn.Count(c => c == "money"), 20, 39);
        Assert.Equal(drawn[5], (await InAsync("something", 0.01, 5)).Choice);
        // A thought understands it too, in its own context or another.
        async Task<string> ThoughtAsync(Payload? context) =>
            (await fabric.ThinkAsync(new ThinkRequest { Thought = "where did they meet", Context = context, Reinforce = false })).Hits[0].Collapse.Choice;
        Assert.Equal("river", await ThoughtAsync(Payload.From(new { scene = "fishing from boats on the river" })));
        Assert.Equal("money", await ThoughtAsync("loans and accounts"));

        Assert.Equal("river", (await InAsync("fishing from boats on the river", durable: true)).Choice);
        Assert.Equal(1, (await fabric.StatisticsAsync()).Rows);
        await Host.RestartAsync();
        var kept = Assert.Single((await Aura.Fabric("f").GetAsync("bank"))!.Interpretations);
        Assert.Equal(("river", 1.0), (kept.Label, kept.Weight));
        Assert.Equal("river", (await Aura.Fabric("f").CollapseAsync(new() { Id = "bank", Context = "loans and accounts" })).Choice);
    }

    [Fact]
    public async Task An_agents_thought_is_a_state_that_its_memories_have_caused()
    {
        var fabric = Aura.Fabric("f");
        var seen = await Aura.Agent("witness").SaveAsync(StateTypes.Observation, "The patterns repeat every seventh day.");
        await fabric.RememberAsync(
        [
            Text("linked", "The patterns repeat every seventh day.") with { State = seen.Id, Agent = "witness" },
            Text("told", "Patterns are what repeats."),
            Text("broken", "A pattern of stars.") with { State = StateId.Parse(Guid.CreateVersion7().ToString()) },
        ]);
        var agent = Aura.Agent("thinker");
        var thought = await agent.ThinkAsync("f", Payload.From(new { type = "analysis", query = "patterns" }), Payload.From(new { focus = "weekly" }));

        var state = await agent.LoadAsync();
        Assert.Equal(thought.State!.Text(), state!.Text());
        Assert.Equal((StateTypes.Thought, StateSource.Retrieval), (state!.Type, state.Source));
        Assert.Equal(3, state.Context.Causes.Count);
        Assert.Contains(state.Context.Causes, c => c.State == seen.Id);
        Assert.Contains(state.Context.Causes, c => c.Label == "memory:told");
        Assert.Contains(state.Context.Causes, c => c.Label == "memory:broken");
        Assert.InRange(state.Context.Confidence!.Value, 0, 1);
        using var payload = state.Payload!.Open();
        Assert.Equal("patterns", payload.RootElement.GetProperty("thought").GetProperty("query").GetString());
        Assert.Equal("weekly", payload.RootElement.GetProperty("context").GetProperty("focus").GetString());
        Assert.Equal(thought.Hits.Select(h => h.Id), payload.RootElement.GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("id").GetString()));
        var why = await agent.WhyAsync();
        Assert.Contains(why.Nodes, n => n.Id == seen.Id.ToString());
    }

    private static ThinkRequest Thought(double degrees) => new() { Thought = "a direction", Vector = Direction(degrees) };

    private static double[] Shares(double beta, double query, params double[] degrees)
    {
        var weights = Array.ConvertAll(degrees, d => Math.Exp(beta * Math.Cos((d - query) * Math.PI / 180)));
        return Array.ConvertAll(weights, w => w / weights.Sum());
    }
}
