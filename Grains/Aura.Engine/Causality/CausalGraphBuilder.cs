namespace Aura.Engine;

/// <summary>Gathers the nodes and edges of a causal graph and weighs the chains in it.</summary>
internal sealed class CausalGraphBuilder(CausalDirection direction, AgentState root, CausalQuery query)
{
    private readonly Dictionary<string, CausalNode> _nodes = [];
    private readonly Dictionary<(string From, string To), CausalEdge> _edges = [];
    private readonly HashSet<StateId> _followed = [root.Id];

    public bool Truncated { get; private set; }

    /// <summary>
    /// Adds a state that a link leads to. True if the way goes on from it: the first time that a link with any effect leads there, as long
    /// as there is room.
    /// </summary>
    public bool Follow(AgentState state, CausalRelation relation, int depth) =>
        Add(state, depth) && relation != CausalRelation.NoEffect && _followed.Add(state.Id);

    /// <summary>Adds a state. False if there is no room for it.</summary>
    public bool Add(AgentState state, int depth) => _nodes.ContainsKey(state.Id.ToString()) || TryAdd(new CausalNode
    {
        Id = state.Id.ToString(),
        Kind = CausalNodeKind.State,
        Depth = depth,
        Summary = StateSummary.Of(state),
        ChainConfidence = 0,
        ChainEnergy = 0,
        Agent = state.Agent,
        Branch = state.Branch,
        Version = state.Version,
        Type = state.Type,
        Confidence = state.Context.Confidence,
        EnergyCost = state.Context.EnergyCost,
        OccurredAt = state.OccurredAt,
        RecordedAt = state.RecordedAt,
        Counterfactuals = [.. state.Context.Counterfactuals.Keys.Order(StringComparer.Ordinal)],
    });

    public void AddErased(StateId id, int depth) => AddPlain(id.ToString(), CausalNodeKind.Erased, "(erased with its agent)", depth);

    public string AddLabel(string kind, string label, int depth)
    {
        var id = $"{kind}:{label}";
        AddPlain(id, CausalNodeKind.Label, label, depth);
        return id;
    }

    /// <summary>Adds an edge, unless there is one between the same two; one that had an effect takes the place of one that had none.</summary>
    public void Connect(string from, string to, CausalEdgeKind kind, CausalRelation relation = CausalRelation.Caused, double? confidence = null)
    {
        var edge = new CausalEdge { From = from, To = to, Kind = kind, Relation = relation, Confidence = confidence };
        if (_edges.TryAdd((from, to), edge)) return;
        if (_edges[(from, to)].Relation == CausalRelation.NoEffect && relation != CausalRelation.NoEffect) _edges[(from, to)] = edge;
    }

    public void Truncate() => Truncated = true;

    public CausalGraph Build()
    {
        var edges = _edges.Values.Where(e => _nodes.ContainsKey(e.From) && _nodes.ContainsKey(e.To)).ToArray();
        Weigh(edges);
        return new CausalGraph
        {
            Direction = direction,
            Root = root.Id,
            Nodes = [.. _nodes.Values.OrderBy(n => n.Depth)],
            Edges = edges,
            TotalEnergy = Math.Min(double.MaxValue, _nodes.Values.Sum(n => n.EnergyCost ?? 0)),
            Truncated = Truncated,
        };
    }

    private void AddPlain(string id, CausalNodeKind kind, string summary, int depth) => TryAdd(new CausalNode
    {
        Id = id, Kind = kind, Depth = depth, Summary = summary, ChainConfidence = 0, ChainEnergy = 0,
    });

    private bool TryAdd(CausalNode node)
    {
        if (_nodes.ContainsKey(node.Id)) return false;
        if (_nodes.Count == query.MaxNodes)
        {
            Truncated = true;
            return false;
        }
        _nodes.Add(node.Id, node);
        return true;
    }

    // No confidence exceeds 1, so a chain never gets surer as it grows: Dijkstra's algorithm with products finds the surest chains.
    private void Weigh(CausalEdge[] edges)
    {
        var up = direction != CausalDirection.Effects;
        var next = edges.Where(e => e.Relation != CausalRelation.NoEffect).ToLookup(e => up ? e.To : e.From);
        var settled = new HashSet<string>();
        var open = new PriorityQueue<string, (double Doubt, double Energy)>();
        void Reach(string id, double confidence, double energy)
        {
            var node = _nodes[id];
            confidence *= node.Confidence ?? 1;
            energy = Math.Min(double.MaxValue, energy + (node.EnergyCost ?? 0));
            if (settled.Contains(id)) return;
            var better = confidence > node.ChainConfidence || confidence == node.ChainConfidence && energy < node.ChainEnergy;
            if (!better && node.ChainConfidence > 0) return;
            _nodes[id] = node with { ChainConfidence = confidence, ChainEnergy = energy };
            open.Enqueue(id, (-confidence, energy));
        }

        Reach(root.Id.ToString(), 1, 0);
        while (open.TryDequeue(out var id, out _))
        {
            if (!settled.Add(id)) continue;
            var node = _nodes[id];
            foreach (var edge in next[id]) Reach(up ? edge.From : edge.To, node.ChainConfidence * (edge.Confidence ?? 1), node.ChainEnergy);
        }
    }
}
