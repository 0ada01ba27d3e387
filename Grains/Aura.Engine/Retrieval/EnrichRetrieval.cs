namespace Aura.Engine;

/// <summary>
/// <c>enrich</c> returns the payload with the payloads of its causes: <c>{"payload": …, "causes": [{"state": id, "agent": …, "type": …,
/// "relation": …, "payload": …}, {"label": …, "relation": …}, …]}</c>. Its arguments are none or <c>{"depth": 2}</c>, 1 to 3 and 1 if left out:
/// deeper down, a cause has <c>causes</c> of its own, but only where it is met first. There are at most 100 causes in all, the nearest; if
/// there were more, <c>truncated</c> is true. A cause whose content was erased has no payload.
/// </summary>
internal sealed class EnrichRetrieval()
    : Retrieval<EnrichRetrieval.Input, EnrichRetrieval.Output>(RetrievalJson.Default.EnrichInput, RetrievalJson.Default.EnrichOutput)
{
    private const int MostDepth = 3;
    private const int MostCauses = 100;

    protected override async ValueTask<Output> ComputeAsync(RetrievalContext context, Input? arguments, CancellationToken cancellationToken)
    {
        var depth = arguments?.Depth ?? 1;
        if (depth is < 1 or > MostDepth)
            throw new InvalidInputException("arguments.depth", $"Depth {depth} is out of range: 1 to {MostDepth} are allowed.");
        var root = new Node { Payload = context.State.Payload, Causes = [] };
        var opened = new HashSet<StateId> { context.State.Id };
        var level = new List<(AgentState State, Node Node)> { (context.State, root) };
        var left = MostCauses;
        for (; depth > 0 && level.Count > 0 && left > 0; depth--)
        {
            var causes = level.SelectMany(l => l.State.Context.Causes.Select(c => (l.Node, Cause: c))).ToArray();
            var linked = causes.Take(left).Select(c => c.Cause.State).OfType<StateId>().Distinct().ToArray();
            var found = linked.Length == 0 ? [] : (await context.FindAsync(linked, cancellationToken)).ToDictionary(s => s.Id);
            level.Clear();
            foreach (var (effect, cause) in causes.Take(left))
            {
                var state = cause.State is { } id ? found.GetValueOrDefault(id) : null;
                var node = new Node
                {
                    State = cause.State, Label = cause.Label, Relation = cause.Relation, Agent = state?.Agent, Type = state?.Type, Payload = state?.Payload,
                };
                (effect.Causes ??= []).Add(node);
                if (state is not null && opened.Add(state.Id)) level.Add((state, node));
            }
            left -= causes.Length;
        }
        return new Output(context.State.Payload!, root.Causes, left < 0 ? true : null);
    }

    internal sealed record Input(int? Depth = null);

    internal sealed record Output(Payload Payload, IReadOnlyList<Node> Causes, bool? Truncated);

    internal sealed class Node
    {
        public StateId? State { get; init; }

        public string? Label { get; init; }

        public string? Agent { get; init; }

        public string? Type { get; init; }

        public CausalRelation Relation { get; init; }

        public Payload? Payload { get; init; }

        public List<Node>? Causes { get; set; }
    }
}
