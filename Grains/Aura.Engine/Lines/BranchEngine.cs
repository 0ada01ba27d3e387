using System.Runtime.CompilerServices;

namespace Aura.Engine;

/// <summary>
/// One line of one agent, its head in memory. Saves must take turns; reads may run beside them. It never goes on from a state that it
/// is not sure is committed: after a conflict or an uncertain failure it takes what the store says.
/// </summary>
public partial class BranchEngine(EngineServices services, string agent, string branch) : IBranch
{
    // A commit whose answer was lost is asked for again this often before the caller is told that nobody knows.
    private const int UncertainAttempts = 3;

    // A conflict with a line that has not changed may be one erasure's doing, but not again and again.
    private const int FruitlessConflicts = 3;

    private readonly Lock _publishing = new();
    private LineSnapshot? _line;
    private int _generation;

    /// <summary>The agent's name.</summary>
    public string AgentName => agent;

    /// <summary>What this line shares with the others of its process.</summary>
    protected EngineServices Services => services;

    /// <summary>The last state, if the line is in memory and not empty.</summary>
    public AgentState? LoadedHead => _line?.Head;

    /// <summary>The last state of a main line that is in memory, and when the line began: all that <see cref="Restore"/> needs.</summary>
    public (AgentState Head, DateTimeOffset CreatedAt)? LoadedMain =>
        branch == BranchNames.Main && _line is { Head: { } head, Record.CreatedAt: var createdAt } ? (head, createdAt) : null;

    /// <summary>
    /// Takes up a main line where another process put it down, unless it is in memory already. Whether that is still its end, the next
    /// append finds out.
    /// </summary>
    public void Restore(AgentState head, DateTimeOffset createdAt)
    {
        var record = new BranchRecord(agent, branch, null, null, 0, createdAt);
        lock (_publishing) _line ??= new LineSnapshot(record, LineSnapshot.SegmentsOf([record]), head);
    }

    /// <summary>Forgets what is in memory.</summary>
    public void Unload()
    {
        lock (_publishing)
        {
            _generation++;
            _line = null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<AgentState> SaveAsync(SaveRequest request, CancellationToken cancellationToken = default) =>
        SaveAsync(Rules.Save(request, services.Options.MaxPayloadBytes), request.Source, null, cancellationToken);

    /// <summary>Saves a state of the engine's own making.</summary>
    /// <param name="request">What was checked by the rules.</param>
    /// <param name="source">What brought it about, in the place of the request's.</param>
    /// <param name="joined">Its second parent, if it has one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<AgentState> SaveAsync(SaveRequest request, StateSource source, AgentState? joined, CancellationToken cancellationToken)
    {
        if ((source != StateSource.Update || request.Type != StateTypes.Speculation) && branch.StartsWith(BranchNames.SpeculationPrefix, StringComparison.Ordinal))
            throw new InvalidInputException("branch", $"Branch '{branch}' is the log of a speculation: only the speculation itself writes to it.");
        var payloadDigest = Digest.Of(request.Payload.Utf8.Span);
        var (uncertain, fruitless) = (0, 0);
        StoreUnavailableException? failure = null;
        AgentState? state = null;
        while (true)
        {
            var line = _line ?? await ReadLineAsync(cancellationToken);
            // After an uncertain failure the same state is tried again, so that its own first try is recognised by its id. Where its place
            // is taken by now, that first try may have taken it after all.
            if (state is not null && !Follows(state, line.Head))
            {
                if (failure is not null && await FindAfterFailureAsync(state.Id, failure, cancellationToken) is { } late) return late;
                state = null;
            }
            if (request.OperationId is not null && line.Head is { } head && IsSame(head, request.OperationId)) return head;
            if (request.ExpectedVersion is { } expected && expected != (line.Head?.Version ?? 0))
                return await RefuseAsync(request, source, joined, expected, cancellationToken);

            if (Closed(line, source) is { } closed)
            {
                return await FindOperationAsync(request.OperationId, cancellationToken) ?? throw closed;
            }
            state ??= NewState(request, source, payloadDigest, line.Head, joined);
            AppendResult result;
            try
            {
                result = await services.Commit.AppendAsync(state, cancellationToken);
            }
            catch (StoreUnavailableException e)
            {
                failure = e;
                Unload();
                if (await FindAfterFailureAsync(state.Id, e, cancellationToken) is { } committed) return committed;
                if (++uncertain == UncertainAttempts) throw new UncertainWriteException(agent, branch, e);
                continue;
            }
            catch (StoreException)
            {
                Unload();
                throw;
            }
            switch (result.Outcome)
            {
                case AppendOutcome.Appended:
                    // The first state of main makes the branch's record.
                    var record = line.Head is null ? line.Record with { CreatedAt = state.RecordedAt } : line.Record;
                    Publish(line with { Record = record, Head = state }, line, _generation);
                    return state;
                case AppendOutcome.Duplicate:
                    Unload();
                    return result.Existing!;
                case AppendOutcome.UnknownLink:
                    throw new InvalidInputException("context.causes", $"Cause 'state:{result.Unknown}' links to a state that does not exist.");
                case AppendOutcome.Conflict:
                    if (result.Existing?.Id == line.Head?.Id && ++fruitless == FruitlessConflicts)
                        throw new StoreException($"The store refuses to append to agent '{agent}', branch '{branch}', though nobody else wrote to it.");
                    Unload();
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<BranchInfo> DescribeAsync(CancellationToken cancellationToken = default)
    {
        if (branch != BranchNames.Main)
        {
            return (await ReadBranchesAsync(branch, cancellationToken)).SingleOrDefault()
                ?? throw new NotFoundException($"Agent '{agent}' has no branch '{branch}'.");
        }
        var line = _line ?? await ReadLineAsync(cancellationToken);
        return new BranchInfo
        {
            Agent = agent,
            Name = branch,
            CreatedAt = line.Record.CreatedAt,
            Head = line.Head?.Id,
            HeadVersion = line.Head?.Version ?? 0,
        };
    }

    /// <inheritdoc/>
    public ValueTask<LineVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        services.Verifier.VerifyAsync(agent, branch, cancellationToken);

    private bool IsSame(AgentState state, string operationId) =>
        state.Agent == agent && state.Branch == branch && state.OperationId == operationId;

    private static bool Follows(AgentState state, AgentState? head) =>
        state.Parents.Count == 0 ? head is null : state.Parents[0] == head?.Id;

    private AgentState NewState(SaveRequest request, StateSource source, Digest payloadDigest, AgentState? head, AgentState? joined)
    {
        var now = Timestamps.Truncate(services.Time.GetUtcNow());
        // A clock that was set back must not tear the order that as-of reads rely on.
        if (now < head?.RecordedAt) now = head.RecordedAt;
        StateId[] parents = (head, joined) switch { (null, _) => [], (_, null) => [head.Id], _ => [head.Id, joined.Id] };
        ReadOnlySpan<Digest> digests = (head, joined) switch { (null, _) => [], (_, null) => [head.Digest], _ => [head.Digest, joined.Digest] };
        var state = new AgentState
        {
            Id = StateId.Create(now),
            Agent = agent,
            Branch = branch,
            Version = (head?.Version ?? 0) + 1,
            Parents = parents,
            Type = request.Type,
            Source = source,
            Payload = request.Payload,
            PayloadDigest = payloadDigest,
            Context = request.Context.IsEmpty ? CausalContext.Empty : request.Context,
            OperationId = request.OperationId,
            OccurredAt = Timestamps.Truncate(request.OccurredAt ?? now),
            RecordedAt = now,
            Digest = default,
        };
        return state with { Digest = StateDigest.Compute(state, digests) };
    }

    // An expectation that fails may be a retry of a save that had succeeded.
    private async ValueTask<AgentState> RefuseAsync(
        SaveRequest request, StateSource source, AgentState? joined, long expected, CancellationToken cancellationToken)
    {
        if (await FindOperationAsync(request.OperationId, cancellationToken) is { } first) return first;
        var line = await ReadLineAsync(cancellationToken);
        var actual = line.Head?.Version ?? 0;
        if (actual != expected) throw new ConcurrencyException(agent, branch, expected, actual);
        return await SaveAsync(request, source, joined, cancellationToken);
    }

    // The commit may have gone through and only its answer been lost.
    private async ValueTask<AgentState?> FindAfterFailureAsync(
        StateId id, StoreUnavailableException failure, CancellationToken cancellationToken)
    {
        try
        {
            return (await services.Store.ReadStatesAsync([id], cancellationToken)).SingleOrDefault();
        }
        catch (StoreUnavailableException)
        {
            throw new UncertainWriteException(agent, branch, failure);
        }
    }

    private async ValueTask<LineSnapshot> ReadLineAsync(CancellationToken cancellationToken)
    {
        var (before, generation) = (_line, _generation);
        var line = await services.Store.ReadLineAsync(agent, branch, cancellationToken);
        EngineMetrics.Recovered();
        if (line is null)
        {
            if (branch != BranchNames.Main) throw new NotFoundException($"Agent '{agent}' has no branch '{branch}'.");
            var record = new BranchRecord(agent, branch, null, null, 0, default);
            line = new LineSnapshot(record, LineSnapshot.SegmentsOf([record]), null);
        }
        if (line.Segments[0].From > 1)
            throw new StoreException($"Agent '{agent}', branch '{branch}' goes on from a branch whose record is missing: run verify on the store.");
        Publish(line, before, generation);
        return line;
    }

    // A read that began before a save ended, or before the line was dropped, must not replace what is newer. What it does replace it may
    // find shorter: another process may have erased the agent.
    private void Publish(LineSnapshot line, LineSnapshot? before, int generation)
    {
        lock (_publishing)
        {
            if (generation != _generation) return;
            if (ReferenceEquals(_line, before) || (_line?.Head?.Version ?? 0) <= (line.Head?.Version ?? 0)) _line = line;
        }
    }
}
