namespace Aura.Engine;

/// <summary>One agent: its main line, its branches, and the causal graph around its states.</summary>
public sealed partial class AgentEngine(EngineServices services, string agent) : BranchEngine(services, agent, BranchNames.Main), IAgent
{
    /// <inheritdoc/>
    public async ValueTask<BranchInfo> CreateBranchAsync(CreateBranchRequest request, CancellationToken cancellationToken = default)
    {
        Rules.CreateBranch(request);
        var name = request.Name;
        if (name == BranchNames.Main) throw Taken(name);
        Rules.NotReserved("name", name);
        var from = request.From is null
            ? await LoadAsync(null, cancellationToken)
                ?? throw new InvalidInputException("from", $"Agent '{AgentName}' has no state to open a branch at.")
            : await FindOwnAsync("from", request.From.Value, cancellationToken);
        var now = Timestamps.Truncate(Services.Time.GetUtcNow());
        var record = new BranchRecord(
            AgentName, name, from.Branch, from.Id, from.Version, now, request.TimeToLive is { } life ? now + life : null);
        if (!await Services.Store.CreateBranchAsync(record, cancellationToken)) throw Taken(name);
        return new BranchInfo
        {
            Agent = AgentName,
            Name = name,
            Origin = from.Branch,
            ForkState = from.Id,
            ForkVersion = from.Version,
            Head = from.Id,
            HeadVersion = from.Version,
            CreatedAt = record.CreatedAt,
            ExpiresAt = record.ExpiresAt,
        };
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BranchInfo>> ListBranchesAsync(CancellationToken cancellationToken = default) =>
        ReadBranchesAsync(null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CausalGraph> WhyAsync(StateId? state = null, CausalQuery? query = null, CancellationToken cancellationToken = default) =>
        await Services.Explorer.WhyAsync(state ?? await HeadAsync(cancellationToken), query ?? new CausalQuery(), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CausalGraph> EffectsAsync(StateId? state = null, CausalQuery? query = null, CancellationToken cancellationToken = default) =>
        await Services.Explorer.EffectsAsync(state ?? await HeadAsync(cancellationToken), query ?? new CausalQuery(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CausalGraph> PathAsync(StateId from, StateId to, CausalQuery? query = null, CancellationToken cancellationToken = default) =>
        Services.Explorer.PathAsync(from, to, query ?? new CausalQuery(), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ErasePayloadAsync(StateId state, CancellationToken cancellationToken = default)
    {
        var erased = await Services.Store.ErasePayloadAsync(AgentName, state, cancellationToken);
        Unload();
        if (!erased) throw new NotFoundException($"Agent '{AgentName}' has no state {state}.");
    }

    /// <inheritdoc/>
    public async ValueTask<ErasureRecord> EraseAsync(CancellationToken cancellationToken = default)
    {
        var record = await Services.Store.EraseAgentAsync(AgentName, Timestamps.Truncate(Services.Time.GetUtcNow()), cancellationToken);
        Unload();
        return record ?? throw new NotFoundException($"There is no agent '{AgentName}'.");
    }

    private async ValueTask<StateId> HeadAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(null, cancellationToken))?.Id ?? throw new NotFoundException($"Agent '{AgentName}' has no state.");

    private InvalidInputException Taken(string name) => new("name", $"Agent '{AgentName}' already has a branch '{name}'.");
}
