namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    /// <remarks>
    /// The branch and its first state are two writes. Whoever asks again finds what there is and adds what is missing, so that neither a crash
    /// between them nor an answer that was lost matters. The first state goes past the engine that may hold the branch: its host must have
    /// that one forget what it knows.
    /// </remarks>
    public async ValueTask<WhatIf> WhatIfAsync(WhatIfRequest request, CancellationToken cancellationToken = default)
    {
        request = Rules.WhatIf(request);
        var name = Names.Check("branch", request.Branch ?? WhatIfState.BranchOf(request.Counterfactual));
        var recorded = await FindAsync(request.State, cancellationToken);
        if (!recorded.Context.Counterfactuals.ContainsKey(request.Counterfactual)) throw NoCounterfactual(recorded, request.Counterfactual);
        var choice = request.Choice is { } chosen ? await FindAsync(chosen, cancellationToken) : await ChoiceOfAsync(recorded, cancellationToken);
        if (choice.Parents.Count == 0)
            throw new InvalidInputException("choice", $"State {choice.Id} is the first of agent '{AgentName}': nothing lies before it.");

        var fork = await FindAsync(choice.Parents[0], cancellationToken);
        if (name == BranchNames.Main) throw NotThisWhatIf(name);
        var now = Timestamps.Truncate(Services.Time.GetUtcNow());
        var record = new BranchRecord(AgentName, name, fork.Branch, fork.Id, fork.Version, now);
        if (!await Services.Store.CreateBranchAsync(record, cancellationToken))
        {
            var there = await ReadBranchesAsync(name, cancellationToken);
            if (there.SingleOrDefault()?.ForkState != fork.Id) throw NotThisWhatIf(name);
        }
        AgentState first;
        try
        {
            var save = WhatIfState.Request(recorded, request.Counterfactual, choice, fork.Version);
            first = await new BranchEngine(Services, AgentName, name).SaveAsync(save, StateSource.Fork, null, cancellationToken);
        }
        catch (ConcurrencyException)
        {
            throw NotThisWhatIf(name);
        }
        if (first.Version != fork.Version + 1 || WhatIfState.Read(first) != (recorded.Id, request.Counterfactual, choice.Id)) throw NotThisWhatIf(name);
        var branch = await ReadBranchesAsync(name, cancellationToken);
        return (await new WhatIfReader(Services.Store, AgentName).ReadAsync(branch, cancellationToken)).Single();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WhatIf>> ListWhatIfsAsync(CancellationToken cancellationToken = default) =>
        await new WhatIfReader(Services.Store, AgentName).ReadAsync(await ReadBranchesAsync(null, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Calibration> CalibrateAsync(CancellationToken cancellationToken = default) =>
        await new Calibrator(Services.Store, AgentName).RunAsync(await ReadBranchesAsync(null, cancellationToken), cancellationToken);

    private async ValueTask<AgentState> ChoiceOfAsync(AgentState recorded, CancellationToken cancellationToken)
    {
        if (recorded.Type != StateTypes.Outcome) return recorded;
        var linked = recorded.Context.Causes.Where(c => c.Relation != CausalRelation.NoEffect).Select(c => c.State).OfType<StateId>().ToArray();
        if (linked.Length == 0) return recorded;
        var found = (await Services.Store.ReadStatesAsync(linked.Distinct().ToArray(), cancellationToken))
            .Where(s => s.Agent == AgentName && s.Type == StateTypes.Decision).ToDictionary(s => s.Id);
        return linked.Reverse().Select(id => found.GetValueOrDefault(id)).FirstOrDefault(s => s is not null) ?? recorded;
    }

    private async ValueTask<AgentState> FindAsync(StateId id, CancellationToken cancellationToken) =>
        await Services.Store.ReadStateAsync(id, cancellationToken) is { } state && state.Agent == AgentName
            ? state
            : throw new NotFoundException($"Agent '{AgentName}' has no state {id}.");

    private InvalidInputException NotThisWhatIf(string name) =>
        new("branch", $"Agent '{AgentName}' already has a branch '{name}', and it does not try this counterfactual.");

    private static NotFoundException NoCounterfactual(AgentState state, string name)
    {
        var there = state.Context.Counterfactuals.Keys.Order(StringComparer.Ordinal).ToArray();
        return new NotFoundException($"State {state.Id} has no counterfactual '{name}': {(there.Length == 0 ? "it has none" : $"it has {string.Join(", ", there)}")}.");
    }
}
