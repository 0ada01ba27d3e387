namespace Aura.Engine;

/// <summary>
/// Stores exported records again as they were. Nothing that they say is believed unless it fits: digests are recomputed, and the store
/// refuses what does not follow the end of its line.
/// </summary>
internal sealed class HistoryReplay(EngineServices services)
{
    private readonly Dictionary<StateId, AgentState> _known = [];
    private readonly HashSet<StateId> _blocked = [];
    private readonly HashSet<LineKey> _lines = [];
    private readonly List<AgentState> _open = [];
    private ReplayReport _report = new();

    /// <summary>Stores one batch.</summary>
    /// <exception cref="InvalidInputException">A record does not fit; what came before it is stored.</exception>
    public async ValueTask<ReplayReport> RunAsync(IReadOnlyList<ExportRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            if (record.Branch is null == record.State is null) throw new InvalidInputException("record", "A record has either a branch or a state.");
            if (record.Branch is not null) Rules.Replayed(record.Branch);
            else Rules.Replayed(record.State!, services.Options.MaxPayloadBytes);
        }
        await KnowAsync(records.SelectMany(NeededBy), cancellationToken);
        foreach (var record in records)
        {
            if (record.State is { } state) await TakeAsync(state, cancellationToken);
            else await OpenAsync(record.Branch!, cancellationToken);
        }
        await AppendAsync(cancellationToken);
        return _report;
    }

    private static IEnumerable<StateId> NeededBy(ExportRecord record) => record.State is { } state ? NeededBy(state) : [record.Branch!.ForkState];

    private static IEnumerable<StateId> NeededBy(AgentState state) =>
        state.Parents.Concat(state.Context.Causes.Where(c => c.State is not null).Select(c => c.State!.Value));

    private async ValueTask KnowAsync(IEnumerable<StateId> ids, CancellationToken cancellationToken)
    {
        foreach (var state in await services.Store.ReadStatesAsync([.. ids.Distinct()], cancellationToken)) _known[state.Id] = state;
    }

    private async ValueTask TakeAsync(AgentState state, CancellationToken cancellationToken)
    {
        var missing = MissingOf(NeededBy(state));
        if (missing is not null || !await HasLineAsync(state, cancellationToken))
        {
            Block(missing);
            _blocked.Add(state.Id);
            return;
        }
        var parents = state.Parents.Select(p => _known[p]).ToArray();
        if (parents.Any(p => p.Agent != state.Agent)) await RefuseAsync(state, "has a parent of another agent", cancellationToken);
        if (parents.Length > 0 && state.RecordedAt < parents[0].RecordedAt)
            await RefuseAsync(state, "was recorded before the state that it follows", cancellationToken);
        if (StateDigest.Compute(state, [.. parents.Select(p => p.Digest)]) != state.Digest)
            await RefuseAsync(state, "does not have the digest of its fields", cancellationToken);
        _known[state.Id] = state;
        _open.Add(state);
    }

    private async ValueTask OpenAsync(ExportedBranch branch, CancellationToken cancellationToken)
    {
        await AppendAsync(cancellationToken);
        if (MissingOf([branch.ForkState]) is { } missing)
        {
            Block(missing);
            return;
        }
        var fork = _known[branch.ForkState];
        if (fork.Agent != branch.Agent)
            throw new InvalidInputException("record", $"Branch '{branch.Name}' of agent '{branch.Agent}' goes on from a state of another agent.");
        var record = new BranchRecord(branch.Agent, branch.Name, fork.Branch, fork.Id, fork.Version, branch.CreatedAt, branch.ExpiresAt);
        _lines.Add(new LineKey(branch.Agent, branch.Name));
        if (await services.Store.CreateBranchAsync(record, cancellationToken))
        {
            _report = _report with { Branches = _report.Branches + 1 };
            return;
        }
        var there = (await services.Store.ReadBranchesAsync(branch.Agent, branch.Name, cancellationToken)).Single();
        if (there.ForkState != branch.ForkState)
            throw new InvalidInputException("record", $"Agent '{branch.Agent}' already has another branch '{branch.Name}'.");
        _report = _report with { Known = _report.Known + 1 };
    }

    private async ValueTask AppendAsync(CancellationToken cancellationToken)
    {
        if (_open.Count == 0) return;
        var results = await services.Store.AppendAsync(_open, cancellationToken);
        for (var i = 0; i < results.Count; i++)
        {
            var state = _open[i];
            switch (results[i])
            {
                case { Outcome: AppendOutcome.Appended }:
                    _report = _report with { States = _report.States + 1 };
                    break;
                case { Outcome: AppendOutcome.Duplicate, Existing: { } existing } when existing.Id == state.Id && existing.Digest == state.Digest:
                    _report = _report with { Known = _report.Known + 1 };
                    break;
                default:
                    _open.Clear();
                    throw Refused(state, "does not follow what is stored on its line");
            }
        }
        _open.Clear();
    }

    // What came before it was good, and is stored.
    private async ValueTask RefuseAsync(AgentState state, string problem, CancellationToken cancellationToken)
    {
        await AppendAsync(cancellationToken);
        throw Refused(state, problem);
    }

    private StateId? MissingOf(IEnumerable<StateId> ids)
    {
        foreach (var id in ids)
        {
            if (!_known.ContainsKey(id) || _blocked.Contains(id)) return id;
        }
        return null;
    }

    // Other lines than main begin with a record of their own.
    private async ValueTask<bool> HasLineAsync(AgentState state, CancellationToken cancellationToken)
    {
        var line = new LineKey(state.Agent, state.Branch);
        if (state.Branch == BranchNames.Main || _lines.Contains(line)) return true;
        return (await services.Store.ReadBranchesAsync(state.Agent, state.Branch, cancellationToken)).Count > 0 && _lines.Add(line);
    }

    private void Block(StateId? missing) => _report = _report with { Blocked = _report.Blocked + 1, Unknown = _report.Unknown ?? missing };

    private static InvalidInputException Refused(AgentState state, string problem) =>
        new("record", $"State {state.Id} of agent '{state.Agent}', branch '{state.Branch}', version {state.Version} {problem}.");
}
