namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    private static readonly CausalQuery LinksOnly = new() { FollowParents = false };

    private Task<AgentState> EffectAsync(string agent, params Cause[] causes) => EffectAsync(agent, null, 0, causes);

    private async Task<AgentState> EffectAsync(string agent, double? confidence, double energy, params Cause[] causes) =>
        await Aura.Agent(agent).SaveAsync("x", agent, new CausalContext { Causes = causes, Confidence = confidence, EnergyCost = energy });

    private static CausalNode NodeOf(CausalGraph graph, AgentState state) => Assert.Single(graph.Nodes, n => n.Id == state.Id.ToString());

    private static IEnumerable<string> IdsOf(params AgentState[] states) => states.Select(s => s.Id.ToString());

    [Fact]
    public async Task Why_follows_links_and_succession_across_agents_and_names_labels()
    {
        var rain = await EffectAsync("weather", "clouds");
        var wet = await EffectAsync("street", Cause.Of(rain.Id, CausalRelation.Caused, 0.5));
        var slip = await EffectAsync("walker", Cause.Of(wet.Id, CausalRelation.Enabled), Cause.Of("hurry", CausalRelation.Caused, 0.25));
        var cast = await Aura.Agent("walker").SaveAsync("y", "cast");

        var graph = await Aura.Agent("walker").WhyAsync();
        Assert.Equal((CausalDirection.Why, cast.Id, false), (graph.Direction, graph.Root, graph.Truncated));
        Assert.Equal(
            [(cast.Id.ToString(), 0), (slip.Id.ToString(), 1), ("cause:hurry", 2), (wet.Id.ToString(), 2), (rain.Id.ToString(), 3), ("cause:clouds", 4)],
            graph.Nodes.Select(n => (n.Id, n.Depth)));
        CausalEdge Edge(string from, AgentState to, CausalEdgeKind kind, CausalRelation relation, double? confidence) =>
            new() { From = from, To = to.Id.ToString(), Kind = kind, Relation = relation, Confidence = confidence };
        Assert.Equal(
            new HashSet<CausalEdge>
            {
                Edge(slip.Id.ToString(), cast, CausalEdgeKind.Parent, CausalRelation.Caused, null),
                Edge("cause:hurry", slip, CausalEdgeKind.Cause, CausalRelation.Caused, 0.25),
                Edge(wet.Id.ToString(), slip, CausalEdgeKind.Cause, CausalRelation.Enabled, null),
                Edge(rain.Id.ToString(), wet, CausalEdgeKind.Cause, CausalRelation.Caused, 0.5),
                Edge("cause:clouds", rain, CausalEdgeKind.Cause, CausalRelation.Caused, null),
            },
            graph.Edges.ToHashSet());
        Assert.Equal(CausalNodeKind.Label, Assert.Single(graph.Nodes, n => n.Id == "cause:hurry").Kind);
        var links = await Aura.Agent("walker").WhyAsync(query: LinksOnly);
        Assert.Equal(IdsOf(cast), links.Nodes.Select(n => n.Id));
    }

    [Fact]
    public async Task Effects_follow_links_succession_and_forks_down_to_labels()
    {
        var cause = await EffectAsync("a");
        var next = await Aura.Agent("a").SaveAsync("x", "next");
        await Aura.Agent("a").CreateBranchAsync("x", cause.Id);
        var fork = await Aura.Branch("a", "x").SaveAsync("x", "fork");
        var linked = await Aura.Agent("b").SaveAsync("x", "linked", new CausalContext { Causes = [cause], Effects = ["flood"] });

        var graph = await Aura.Agent("nobody").EffectsAsync(cause.Id);
        Assert.Equal((CausalDirection.Effects, cause.Id), (graph.Direction, graph.Root));
        Assert.Equal(IdsOf(cause, next, fork, linked).Append("effect:flood").Order(), graph.Nodes.Select(n => n.Id).Order());
        Assert.Equal([0, 1, 1, 1, 2], graph.Nodes.Select(n => n.Depth));
        var links = await Aura.Agent("a").EffectsAsync(cause.Id, LinksOnly);
        Assert.Equal(IdsOf(cause, linked).Append("effect:flood"), links.Nodes.Select(n => n.Id));
    }

    [Fact]
    public async Task A_graph_goes_as_deep_as_asked_and_says_when_it_could_go_on()
    {
        var states = await SaveAsync(Aura.Agent("a"), 40);
        for (var depth = 0; depth < 40; depth += 13)
        {
            var why = await Aura.Agent("a").WhyAsync(query: new CausalQuery { Depth = depth });
            Assert.Equal((depth + 1, depth < 39), (why.Nodes.Count, why.Truncated));
            var effects = await Aura.Agent("a").EffectsAsync(states[0].Id, new CausalQuery { Depth = depth });
            Assert.Equal((depth + 1, depth < 39), (effects.Nodes.Count, effects.Truncated));
        }
        Assert.False((await Aura.Agent("a").WhyAsync()).Truncated);
        Assert.Equal(40, (await Aura.Agent("a").WhyAsync()).Nodes.Count);
    }

    [Fact]
    public async Task A_graph_has_as_many_nodes_as_asked_and_says_when_it_was_cut_short()
    {
        var states = await SaveAsync(Aura.Agent("a"), 30);
        var why = await Aura.Agent("a").WhyAsync(query: new CausalQuery { MaxNodes = 10 });
        Assert.Equal((10, true), (why.Nodes.Count, why.Truncated));
        var effects = await Aura.Agent("a").EffectsAsync(states[0].Id, new CausalQuery { MaxNodes = 10 });
        Assert.Equal((10, true), (effects.Nodes.Count, effects.Truncated));
        var whole = await Aura.Agent("a").WhyAsync(query: new CausalQuery { MaxNodes = 30 });
        Assert.Equal((30, false), (whole.Nodes.Count, whole.Truncated));
        Assert.All(why.Edges, e => Assert.Contains(why.Nodes, n => n.Id == e.From));
    }

    [Fact]
    public async Task No_chain_runs_over_what_had_no_effect()
    {
        var deep = await EffectAsync("deep");
        var bystander = await EffectAsync("bystander", deep);
        var preventer = await EffectAsync("preventer", deep);
        var effect = await EffectAsync(
            "effect", Cause.Of(bystander.Id, CausalRelation.NoEffect), Cause.Of(preventer.Id, CausalRelation.Prevented));
        var only = await EffectAsync("only", Cause.Of(bystander.Id, CausalRelation.NoEffect));

        var why = await Aura.Agent("effect").WhyAsync();
        Assert.Equal(IdsOf(effect, bystander, preventer, deep).Order(), why.Nodes.Select(n => n.Id).Order());
        Assert.DoesNotContain(why.Edges, e => e.To == bystander.Id.ToString());
        Assert.Equal(0, NodeOf(why, bystander).ChainConfidence);
        Assert.Equal(IdsOf(only, bystander), (await Aura.Agent("only").WhyAsync()).Nodes.Select(n => n.Id));
        Assert.Empty((await Aura.Agent("only").PathAsync(deep.Id, only.Id)).Nodes);
        var effects = await Aura.Agent("deep").EffectsAsync();
        Assert.DoesNotContain(effects.Edges, e => e.From == only.Id.ToString());
        Assert.Equal(0, NodeOf(effects, only).ChainConfidence);
    }

    [Fact]
    public async Task Of_two_links_between_the_same_two_states_the_one_with_an_effect_counts()
    {
        var deep = await EffectAsync("deep");
        var cause = await EffectAsync("cause", deep);
        await EffectAsync("effect", Cause.Of(cause.Id, CausalRelation.NoEffect), Cause.Of(cause.Id, CausalRelation.Enabled, 0.5));
        var why = await Aura.Agent("effect").WhyAsync();
        Assert.Equal((0.5, 0.5), (NodeOf(why, cause).ChainConfidence, NodeOf(why, deep).ChainConfidence));
        Assert.Equal(CausalRelation.Enabled, Assert.Single(why.Edges, e => e.From == cause.Id.ToString()).Relation);
        var effects = await Aura.Agent("deep").EffectsAsync();
        Assert.Equal(CausalRelation.Enabled, Assert.Single(effects.Edges, e => e.From == cause.Id.ToString()).Relation);
    }

    [Fact]
    public async Task A_parent_that_is_said_to_have_had_no_effect_ends_the_chain()
    {
        var first = await EffectAsync("a");
        var second = await EffectAsync("a", first);
        await EffectAsync("a", Cause.Of(second.Id, CausalRelation.NoEffect));
        Assert.Equal(2, (await Aura.Agent("a").WhyAsync()).Nodes.Count);
        Assert.Empty((await Aura.Agent("a").PathAsync(first.Id, (await Aura.Agent("a").LoadAsync())!.Id)).Nodes);
    }

    [Fact]
    public async Task Confidence_and_energy_are_those_of_the_surest_chain_and_the_whole_is_summed_once()
    {
        // Two ways from source to effect: through sure (0.9) and through doubtful (0.5 by its link).
        var source = await EffectAsync("source", 0.5, 100);
        var sure = await EffectAsync("sure", 0.9, 20, source);
        var doubtful = await EffectAsync("doubtful", null, 3, Cause.Of(source.Id, CausalRelation.Caused, 0.5));
        var effect = await EffectAsync("effect", 0.8, 1, sure, doubtful);
        var why = await Aura.Agent("effect").WhyAsync();
        Assert.Equal((0.8, 1.0), (NodeOf(why, effect).ChainConfidence, NodeOf(why, effect).ChainEnergy));
        Assert.Equal(0.8 * 0.9, NodeOf(why, sure).ChainConfidence, 12);
        Assert.Equal(0.8, NodeOf(why, doubtful).ChainConfidence, 12);
        Assert.Equal(0.8 * 0.9 * 0.5, NodeOf(why, source).ChainConfidence, 12);
        Assert.Equal(121, NodeOf(why, source).ChainEnergy);
        Assert.Equal(124, why.TotalEnergy);
        var effects = await Aura.Agent("source").EffectsAsync();
        Assert.Equal(0.8 * 0.9 * 0.5, NodeOf(effects, effect).ChainConfidence, 12);
        Assert.Equal((0.5, 0.8), (NodeOf(effects, source).Confidence!.Value, NodeOf(effects, effect).Confidence!.Value));
        Assert.Equal(124, effects.TotalEnergy);
    }

    [Fact]
    public async Task Energy_beyond_all_bounds_is_still_a_number_that_JSON_can_write()
    {
        await EffectAsync("a", null, double.MaxValue);
        await EffectAsync("a", null, double.MaxValue);
        var why = await Aura.Agent("a").WhyAsync();
        Assert.Equal((double.MaxValue, double.MaxValue), (why.TotalEnergy, why.Nodes[1].ChainEnergy));
        Assert.NotEmpty(System.Text.Json.JsonSerializer.Serialize(why, AuraJsonContext.Default.CausalGraph));
    }

    [Fact]
    public async Task A_path_is_the_shortest_and_prefers_a_link_to_succession()
    {
        var start = await EffectAsync("a");
        var linkedNext = await EffectAsync("a", Cause.Of(start.Id, CausalRelation.Enabled, 0.5));
        await SaveAsync(Aura.Agent("a"), 5);
        var shortcut = await EffectAsync("b", linkedNext);
        var end = await EffectAsync("a", shortcut);

        var path = await Aura.Agent("a").PathAsync(start.Id, end.Id);
        Assert.Equal((CausalDirection.Path, end.Id, false), (path.Direction, path.Root, path.Truncated));
        Assert.Equal(IdsOf(end, shortcut, linkedNext, start), path.Nodes.Select(n => n.Id));
        Assert.All(path.Edges, e => Assert.Equal(CausalEdgeKind.Cause, e.Kind));
        Assert.Equal(0.5, NodeOf(path, start).ChainConfidence);
        Assert.True((await Aura.Agent("a").PathAsync(start.Id, end.Id, new CausalQuery { Depth = 2 })).Truncated);
        Assert.Equal(4, (await Aura.Agent("a").PathAsync(start.Id, end.Id, new CausalQuery { Depth = 3 })).Nodes.Count);
        Assert.Empty((await Aura.Agent("a").PathAsync(end.Id, start.Id)).Nodes);
        Assert.Equal(IdsOf(end), (await Aura.Agent("a").PathAsync(end.Id, end.Id)).Nodes.Select(n => n.Id));
    }

    [Fact]
    public async Task A_path_runs_through_a_fork_and_a_long_line()
    {
        var main = await SaveAsync(Aura.Agent("a"), 700);
        await Aura.Agent("a").CreateBranchAsync("x", main[^1].Id);
        var own = await SaveAsync(Aura.Branch("a", "x"), 2);
        var path = await Aura.Agent("a").PathAsync(main[0].Id, own[^1].Id);
        Assert.Equal(702, path.Nodes.Count);
        Assert.Equal(701, path.Edges.Count);
        Assert.Equal(702, (await Aura.Agent("a").WhyAsync(own[^1].Id)).Nodes.Count);
        var sibling = await SaveAsync(Aura.Agent("a"), 1);
        Assert.Empty((await Aura.Agent("a").PathAsync(sibling[0].Id, own[^1].Id)).Nodes);
    }

    [Fact]
    public async Task An_erased_cause_is_a_node_that_says_so_and_an_erased_payload_keeps_its_place()
    {
        var gone = await EffectAsync("gone");
        var hollow = await EffectAsync("hollow");
        await EffectAsync("effect", gone, hollow);
        await Aura.Agent("gone").EraseAsync();
        await Aura.Agent("hollow").ErasePayloadAsync(hollow.Id);
        var why = await Aura.Agent("effect").WhyAsync();
        Assert.Equal(CausalNodeKind.Erased, NodeOf(why, gone).Kind);
        Assert.Equal((CausalNodeKind.State, "(erased)"), (NodeOf(why, hollow).Kind, NodeOf(why, hollow).Summary));
        await Assert.ThrowsAsync<NotFoundException>(async () => await Aura.Agent("effect").WhyAsync(gone.Id));
        await Assert.ThrowsAsync<NotFoundException>(async () => await Aura.Agent("gone").WhyAsync());
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task A_question_about_a_state_that_does_not_exist_says_so()
    {
        var state = await EffectAsync("a");
        var nobody = StateId.Create(Time.GetUtcNow());
        foreach (var ask in (Func<Task>[])
        [
            async () => await Aura.Agent("a").WhyAsync(nobody), async () => await Aura.Agent("a").EffectsAsync(nobody),
            async () => await Aura.Agent("a").PathAsync(nobody, state.Id), async () => await Aura.Agent("a").PathAsync(state.Id, nobody),
        ])
            Assert.Equal($"There is no state {nobody}.", (await Assert.ThrowsAsync<NotFoundException>(ask)).Message);
        var error = await Assert.ThrowsAsync<NotFoundException>(async () => await Aura.Agent("nobody").EffectsAsync());
        Assert.Equal("Agent 'nobody' has no state.", error.Message);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"content\":\"\\udc00 x\"}")]
    [InlineData("{\"\\ud800\":1,\"content\":\"x\"}")]
    [InlineData("{\"tool_calls\":[{\"function\":{\"name\":\"\\ud800\",\"arguments\":{}}}]}")]
    [InlineData("{\"tool_calls\":[1,null,{\"function\":{\"name\":\"x\"}}]}")]
    [InlineData("{\"\\ud800'\":{},\"\u007f\":0}")]
    [InlineData("1e400")]
    public async Task Any_payload_can_be_summed_up(string json)
    {
        await Aura.Agent("a").SaveAsync("x", Payload.Parse(json));
        Assert.NotEmpty(Assert.Single((await Aura.Agent("a").WhyAsync()).Nodes).Summary);
    }
}
