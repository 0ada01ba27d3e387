namespace Aura.Engine;

public partial class BranchEngine
{
    /// <inheritdoc/>
    public async ValueTask<AgentState> RevertAsync(RevertRequest request, CancellationToken cancellationToken = default)
    {
        Rules.Revert(request);
        var older = await LoadAsync(request.To, cancellationToken) ?? throw new NotFoundException($"Agent '{agent}', branch '{branch}' has no such state.");
        return await SaveAsync(
            Drafted(older, request.Context, [older.Id], request.OperationId, request.ExpectedVersion), StateSource.Revert, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<AgentState> DiscardAsync(DiscardRequest request, CancellationToken cancellationToken = default)
    {
        if (branch == BranchNames.Main) throw new InvalidInputException("branch", "Branch 'main' cannot be discarded: every agent has it.");
        var lesson = Rules.Save(
            new SaveRequest { Type = StateTypes.Lesson, Payload = request.Lesson, Context = request.Context }, services.Options.MaxPayloadBytes);
        try
        {
            return await SaveAsync(lesson, StateSource.Discard, null, cancellationToken);
        }
        catch (InvalidInputException) when (_line is { } line && IsDiscarded(line))
        {
            return line.Head!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<AgentState> PromoteAsync(PromoteRequest request, CancellationToken cancellationToken = default)
    {
        Rules.Promote(request);
        if (request.Branch == branch) throw new InvalidInputException("branch", $"Branch '{branch}' cannot be promoted to itself.");
        if (await FindOperationAsync(request.OperationId, StateSource.Promotion, cancellationToken) is { } first) return first;
        return await WithHeadAsync(request.ExpectedVersion, async ours =>
        {
            var theirs = await ReadHeadOfAsync(request.Branch, cancellationToken);
            if (theirs.Branch != request.Branch)
                throw new InvalidInputException("branch", $"Branch '{request.Branch}' of agent '{agent}' has no state of its own to promote.");
            if (request.Head is { } chosen && chosen != theirs.Id)
                throw new InvalidInputException("head", $"Branch '{request.Branch}' of agent '{agent}' has gone on from state {chosen} to {theirs.Id}.");
            if (await FindJoinAsync(theirs.Id, cancellationToken) is { } join)
                throw new InvalidInputException("branch", $"Branch '{request.Branch}' of agent '{agent}' is part of '{branch}' already, by state {join}.");
            var draft = Drafted(theirs, request.Context, [theirs.Id], request.OperationId, ours.Version);
            return await SaveAsync(draft, StateSource.Promotion, theirs, cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<MergeReport> MergeAsync(MergeRequest request, CancellationToken cancellationToken = default)
    {
        Rules.Merge(request);
        var resolver = request.Resolver is null ? null : services.Parts.Resolvers.Get(request.Resolver);
        if (await FindOperationAsync(request.OperationId, StateSource.Merge, cancellationToken) is { } first) return Known(first);
        return await WithHeadAsync(request.ExpectedVersion, async ours =>
        {
            var theirs = request.Branch is not null
                ? await ReadHeadOfAsync(request.Branch, cancellationToken)
                : await FindOwnAsync("state", request.State!.Value, cancellationToken);
            var report = await new StateMerge(services, agent).MergeAsync(ours, theirs, request.Strategy, resolver, cancellationToken);
            if (report.Kind is MergeKind.UpToDate or MergeKind.Conflicted || request.Preview) return report;
            var draft = Rules.Save(new SaveRequest
            {
                Type = report.Kind == MergeKind.FastForward ? theirs.Type : ours.Type,
                Payload = report.Payload!,
                Context = StateMerge.Explain(request, report),
                OperationId = request.OperationId,
                ExpectedVersion = ours.Version,
            }, services.Options.MaxPayloadBytes);
            return report with { State = await SaveAsync(draft, StateSource.Merge, theirs, cancellationToken) };
        }, cancellationToken);
    }

    /// <summary>Reads what has become of branches.</summary>
    protected async ValueTask<IReadOnlyList<BranchInfo>> ReadBranchesAsync(string? name, CancellationToken cancellationToken)
    {
        var branches = await services.Store.ReadBranchesAsync(agent, name, cancellationToken);
        var now = services.Time.GetUtcNow();
        return [.. branches.Select(b => b switch
        {
            // What others take in of it does not end the line that every agent has.
            { Name: BranchNames.Main } => b with { Status = BranchStatus.Open, JoinedBy = null },
            { Status: BranchStatus.Open } when b.ExpiresAt <= now => b with { Status = BranchStatus.Expired },
            _ => b,
        })];
    }

    /// <summary>Finds a state of this agent.</summary>
    /// <exception cref="InvalidInputException">It is another's, or does not exist.</exception>
    protected async ValueTask<AgentState> FindOwnAsync(string field, StateId id, CancellationToken cancellationToken)
    {
        var state = await services.Store.ReadStateAsync(id, cancellationToken);
        return state?.Agent == agent ? state : throw new InvalidInputException(field, $"State {id} is not one of agent '{agent}'.");
    }

    private async ValueTask<AgentState?> FindOperationAsync(string? operationId, CancellationToken cancellationToken) => operationId is null
        ? null
        : await services.Store.ReadOperationAsync(agent, branch, operationId, cancellationToken);

    private async ValueTask<AgentState?> FindOperationAsync(string? operationId, StateSource source, CancellationToken cancellationToken)
    {
        var first = await FindOperationAsync(operationId, cancellationToken);
        if (first is null || first.Source == source) return first;
        throw new InvalidInputException("operationId", $"Operation '{operationId}' was something else: state {first.Id} of branch '{branch}'.");
    }

    private static bool IsDiscarded(LineSnapshot line) =>
        line.Head is { Source: StateSource.Discard } last && last.Branch == line.Record.Name;

    private InvalidInputException? Closed(LineSnapshot line, StateSource source = StateSource.Update)
    {
        string? how = IsDiscarded(line) ? "was discarded"
            : source != StateSource.Discard && line.Record.ExpiresAt <= services.Time.GetUtcNow() ? "has expired"
            : null;
        return how is null ? null
            : new InvalidInputException("branch", $"Branch '{line.Record.Name}' of agent '{agent}' {how}: open another at one of its states to go on.");
    }

    // Runs what depends on the line's last state, which is read from the store, and runs it anew where another process has written meanwhile.
    private async ValueTask<T> WithHeadAsync<T>(long? expected, Func<AgentState, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line.Head is null) throw new InvalidInputException("branch", $"Agent '{agent}' has no state.");
            if (expected is { } version && version != line.Head.Version) throw new ConcurrencyException(agent, branch, version, line.Head.Version);
            if (Closed(line) is { } closed) throw closed;
            try
            {
                return await work(line.Head);
            }
            catch (ConcurrencyException) when (expected is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    // From the store: the branch may be in another process's hands, and what counts is committed.
    private async ValueTask<AgentState> ReadHeadOfAsync(string name, CancellationToken cancellationToken)
    {
        var line = await services.Store.ReadLineAsync(agent, name, cancellationToken)
            ?? throw new NotFoundException($"Agent '{agent}' has no branch '{name}'.");
        if (Closed(line) is { } closed) throw closed;
        return line.Head ?? throw new NotFoundException($"Agent '{agent}' has no state.");
    }

    private async ValueTask<StateId?> FindJoinAsync(StateId joined, CancellationToken cancellationToken)
    {
        var followers = await services.Store.ReadEffectsAsync([joined], parents: true, cancellationToken);
        var states = await services.Store.ReadStatesAsync([.. followers.Where(l => l.Kind == CausalEdgeKind.Parent).Select(l => l.Effect)], cancellationToken);
        return states.FirstOrDefault(s => s.Agent == agent && s.Branch == branch && s.Parents.Count > 1 && s.Parents[1] == joined)?.Id;
    }

    private SaveRequest Drafted(AgentState content, CausalContext context, Cause[] causes, string? operationId, long? expectedVersion) =>
        Rules.Save(new SaveRequest
        {
            Type = content.Type,
            Payload = content.Payload ?? throw new NotFoundException($"The content of state {content.Id} was erased."),
            Context = context with { Causes = [.. causes, .. context.Causes] },
            OperationId = operationId,
            ExpectedVersion = expectedVersion,
        }, services.Options.MaxPayloadBytes);

    private static MergeReport Known(AgentState merge) => new()
    {
        Kind = MergeKind.Merged,
        Ours = merge.Parents[0],
        Theirs = merge.Parents[^1],
        Payload = merge.Payload,
        State = merge,
    };
}
