namespace Aura.Engine;

/// <summary>
/// Answers causal questions over the succession of states and the links that callers drew, across agents. It asks the store once a level,
/// not once a state.
/// </summary>
public sealed class CausalExplorer(ICausalStore store)
{
    /// <summary>Follows a state's causes upward, breadth first.</summary>
    /// <exception cref="NotFoundException">There is no such state.</exception>
    public async ValueTask<CausalGraph> WhyAsync(StateId id, CausalQuery query, CancellationToken cancellationToken)
    {
        Rules.Query(query);
        var cache = new StateCache(store);
        var root = await FindAsync(cache, id, cancellationToken);
        var graph = new CausalGraphBuilder(CausalDirection.Why, root, query);
        graph.Add(root, 0);
        IReadOnlyList<AgentState> frontier = [root];
        for (var depth = 1; frontier.Count > 0 && !graph.Truncated; depth++)
        {
            if (depth > query.Depth)
            {
                if (frontier.Any(s => s.Parents.Count > 0 && query.FollowParents || s.Context.Causes.Count > 0)) graph.Truncate();
                break;
            }
            if (query.FollowParents) await cache.LoadParentsAsync(frontier, cancellationToken);
            await cache.LoadAsync(frontier.SelectMany(Linked), cancellationToken);
            frontier = Climb(graph, cache, frontier, depth, query.FollowParents);
        }
        return graph.Build();
    }

    /// <summary>Follows a state's effects downward, breadth first.</summary>
    /// <exception cref="NotFoundException">There is no such state.</exception>
    public async ValueTask<CausalGraph> EffectsAsync(StateId id, CausalQuery query, CancellationToken cancellationToken)
    {
        Rules.Query(query);
        var cache = new StateCache(store);
        var root = await FindAsync(cache, id, cancellationToken);
        var graph = new CausalGraphBuilder(CausalDirection.Effects, root, query);
        graph.Add(root, 0);
        IReadOnlyList<AgentState> frontier = [root];
        for (var depth = 1; frontier.Count > 0 && !graph.Truncated; depth++)
        {
            var links = await store.ReadEffectsAsync([.. frontier.Select(s => s.Id)], query.FollowParents, cancellationToken);
            if (depth > query.Depth)
            {
                if (links.Count > 0 || frontier.Any(s => s.Context.Effects.Count > 0)) graph.Truncate();
                break;
            }
            foreach (var state in frontier)
            {
                foreach (var label in state.Context.Effects)
                    graph.Connect(state.Id.ToString(), graph.AddLabel("effect", label, depth), CausalEdgeKind.Cause);
            }
            await cache.LoadAsync(links.Select(l => l.Effect), cancellationToken);
            frontier = Descend(graph, cache, links, depth);
        }
        return graph.Build();
    }

    /// <summary>
    /// Finds the shortest causal chain from a cause to an effect, breadth first from the effect. A link beats mere succession where both
    /// are as short.
    /// </summary>
    /// <exception cref="NotFoundException">One of the states does not exist.</exception>
    public async ValueTask<CausalGraph> PathAsync(StateId from, StateId to, CausalQuery query, CancellationToken cancellationToken)
    {
        Rules.Query(query);
        var cache = new StateCache(store);
        await FindAsync(cache, from, cancellationToken);
        var root = await FindAsync(cache, to, cancellationToken);
        var steps = new Dictionary<StateId, CausalLink> { [to] = default };
        var truncated = false;
        IReadOnlyList<AgentState> frontier = [root];
        for (var depth = 1; frontier.Count > 0 && !steps.ContainsKey(from) && !truncated; depth++)
        {
            if (depth > query.Depth)
            {
                truncated = true;
                break;
            }
            if (query.FollowParents) await cache.LoadParentsAsync(frontier, cancellationToken);
            await cache.LoadAsync(frontier.SelectMany(Linked), cancellationToken);
            var reached = new List<AgentState>();
            foreach (var link in frontier.SelectMany(s => CausesOf(s, query.FollowParents)))
            {
                if (link.Relation == CausalRelation.NoEffect || !steps.TryAdd(link.Cause, link)) continue;
                if (cache.Find(link.Cause) is { } cause) reached.Add(cause);
            }
            truncated = steps.Count > query.MaxNodes && !steps.ContainsKey(from);
            frontier = reached;
        }
        return PathGraph(cache, root, from, steps, query, truncated);
    }

    private static IReadOnlyList<AgentState> Climb(
        CausalGraphBuilder graph, StateCache cache, IReadOnlyList<AgentState> frontier, int depth, bool followParents)
    {
        var reached = new List<AgentState>();
        foreach (var state in frontier)
        {
            var effect = state.Id.ToString();
            foreach (var cause in state.Context.Causes.Where(c => c.Label is not null))
                graph.Connect(graph.AddLabel("cause", cause.Label!, depth), effect, CausalEdgeKind.Cause, cause.Relation, cause.Confidence);
            foreach (var link in CausesOf(state, followParents))
            {
                if (cache.Find(link.Cause) is not { } cause) graph.AddErased(link.Cause, depth);
                else if (graph.Follow(cause, link.Relation, depth)) reached.Add(cause);
                graph.Connect(link.Cause.ToString(), effect, link.Kind, link.Relation, link.Confidence);
            }
        }
        return reached;
    }

    private static IReadOnlyList<AgentState> Descend(
        CausalGraphBuilder graph, StateCache cache, IReadOnlyList<CausalLink> links, int depth)
    {
        var reached = new List<AgentState>();
        var drawn = links.Where(l => l.Kind == CausalEdgeKind.Cause).Select(l => (l.Cause, l.Effect)).ToHashSet();
        foreach (var link in links.Where(l => l.Kind == CausalEdgeKind.Cause || !drawn.Contains((l.Cause, l.Effect))))
        {
            if (cache.Find(link.Effect) is not { } effect) continue;
            if (graph.Follow(effect, link.Relation, depth)) reached.Add(effect);
            graph.Connect(link.Cause.ToString(), link.Effect.ToString(), link.Kind, link.Relation, link.Confidence);
        }
        return reached;
    }

    private static CausalGraph PathGraph(
        StateCache cache, AgentState root, StateId from, Dictionary<StateId, CausalLink> steps, CausalQuery query, bool truncated)
    {
        if (!steps.ContainsKey(from)) return new CausalGraph { Direction = CausalDirection.Path, Root = root.Id, Truncated = truncated };
        var chain = new List<CausalLink>();
        for (var at = from; at != root.Id; at = chain[^1].Effect) chain.Add(steps[at]);
        chain.Reverse();
        var graph = new CausalGraphBuilder(CausalDirection.Path, root, query with { MaxNodes = chain.Count + 1 });
        graph.Add(root, 0);
        for (var i = 0; i < chain.Count; i++)
        {
            graph.Add(cache.Find(chain[i].Cause)!, i + 1);
            graph.Connect(chain[i].Cause.ToString(), chain[i].Effect.ToString(), chain[i].Kind, chain[i].Relation, chain[i].Confidence);
        }
        return graph.Build();
    }

    private static IEnumerable<StateId> Linked(AgentState state) => state.Context.Causes.Where(c => c.State is not null).Select(c => c.State!.Value);

    // Where a caller said how a state's parent bears on it, that stands in the place of mere succession.
    private static IEnumerable<CausalLink> CausesOf(AgentState state, bool parents)
    {
        foreach (var cause in state.Context.Causes)
        {
            if (cause.State is { } linked) yield return new CausalLink(linked, state.Id, CausalEdgeKind.Cause, cause.Relation, cause.Confidence);
        }
        if (!parents) yield break;
        foreach (var parent in state.Parents.Except(Linked(state))) yield return new CausalLink(parent, state.Id, CausalEdgeKind.Parent, CausalRelation.Caused, null);
    }

    private static async ValueTask<AgentState> FindAsync(StateCache cache, StateId id, CancellationToken cancellationToken)
    {
        await cache.LoadAsync([id], cancellationToken);
        return cache.Find(id) ?? throw new NotFoundException($"There is no state {id}.");
    }
}
