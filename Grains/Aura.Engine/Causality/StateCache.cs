namespace Aura.Engine;

/// <summary>
/// The states met on the way through a causal graph. Where the way goes back along a line, it reads ahead in growing stretches, so that a
/// chain of a thousand parents does not cost a thousand questions.
/// </summary>
internal sealed class StateCache(ICausalStore store)
{
    private const int FirstStretch = 8;
    private const int LongestStretch = 512;
    private const int LinesReadAhead = 4;

    private readonly Dictionary<StateId, AgentState> _known = [];
    private readonly Dictionary<LineKey, int> _stretches = [];

    public AgentState? Find(StateId id) => _known.GetValueOrDefault(id);

    /// <summary>Makes these states known, as far as they exist.</summary>
    public async ValueTask LoadAsync(IEnumerable<StateId> ids, CancellationToken cancellationToken)
    {
        var missing = ids.Where(id => !_known.ContainsKey(id)).Distinct().ToArray();
        if (missing.Length == 0) return;
        foreach (var state in await store.ReadStatesAsync(missing, cancellationToken)) _known[state.Id] = state;
    }

    /// <summary>Makes the first parents of these states known, and some of theirs.</summary>
    public async ValueTask LoadParentsAsync(IReadOnlyList<AgentState> children, CancellationToken cancellationToken)
    {
        foreach (var child in children.Where(c => c.Parents.Count > 0 && !_known.ContainsKey(c.Parents[0])).Take(LinesReadAhead).ToArray())
        {
            var line = new LineKey(child.Agent, child.Branch);
            var length = _stretches[line] = Math.Min(LongestStretch, _stretches.GetValueOrDefault(line, FirstStretch / 2) * 2);
            var range = new LineRange(child.Agent, child.Branch, child.Version - length, child.Version - 1, length, Descending: true);
            foreach (var state in await store.ReadRangeAsync(range, cancellationToken)) _known[state.Id] = state;
        }
        await LoadAsync(children.SelectMany(c => c.Parents), cancellationToken);
    }
}
