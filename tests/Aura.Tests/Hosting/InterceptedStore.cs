using Aura.Engine;

namespace Aura.Tests.Hosting;

/// <summary>A real store whose calls a test can watch, hold up, or lose the answers of.</summary>
public sealed class InterceptedStore(ICausalStore inner) : ICausalStore
{
    /// <summary>Stands in for an append; gets the batch and the way to the real store.</summary>
    public Func<IReadOnlyList<AgentState>, Func<ValueTask<IReadOnlyList<AppendResult>>>, ValueTask<IReadOnlyList<AppendResult>>>? OnAppend { get; set; }

    /// <summary>Runs before a line is read.</summary>
    public Func<ValueTask>? BeforeReadLine { get; set; }

    /// <summary>Runs after a line was read, before it is handed on.</summary>
    public Func<ValueTask>? AfterReadLine { get; set; }

    /// <summary>Runs before states are read by id.</summary>
    public Func<ValueTask>? BeforeReadStates { get; set; }

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <summary>The fabrics' memories, intercepted too.</summary>
    public InterceptedMemories Memories { get; } = new(inner.Memories);

    IMemoryStore ICausalStore.Memories => Memories;

    /// <inheritdoc/>
    public int ConcurrentBatches { get; init; } = inner.ConcurrentBatches;

    /// <inheritdoc/>
    public ValueTask OpenAsync(bool create, CancellationToken cancellationToken) => inner.OpenAsync(create, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AgentState> batch, CancellationToken cancellationToken) =>
        OnAppend is null ? inner.AppendAsync(batch, cancellationToken) : OnAppend(batch, () => inner.AppendAsync(batch, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<LineSnapshot?> ReadLineAsync(string agent, string branch, CancellationToken cancellationToken)
    {
        if (BeforeReadLine is not null) await BeforeReadLine();
        var line = await inner.ReadLineAsync(agent, branch, cancellationToken);
        if (AfterReadLine is not null) await AfterReadLine();
        return line;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AgentState>> ReadRangeAsync(LineRange range, CancellationToken cancellationToken) =>
        inner.ReadRangeAsync(range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AgentState?> ReadOccurredAsync(LineRange range, DateTimeOffset time, long recordedTo, CancellationToken cancellationToken) =>
        inner.ReadOccurredAsync(range, time, recordedTo, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AgentState>> ReadStatesAsync(IReadOnlyCollection<StateId> ids, CancellationToken cancellationToken)
    {
        if (BeforeReadStates is not null) await BeforeReadStates();
        return await inner.ReadStatesAsync(ids, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AgentState?> ReadOperationAsync(string agent, string branch, string operationId, CancellationToken cancellationToken) =>
        inner.ReadOperationAsync(agent, branch, operationId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CausalLink>> ReadCausesAsync(IReadOnlyCollection<StateId> effects, CancellationToken cancellationToken) =>
        inner.ReadCausesAsync(effects, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CausalLink>> ReadEffectsAsync(
        IReadOnlyCollection<StateId> causes, bool parents, CancellationToken cancellationToken) => inner.ReadEffectsAsync(causes, parents, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<bool>> CreateBranchesAsync(IReadOnlyList<BranchRecord> branches, CancellationToken cancellationToken) =>
        inner.CreateBranchesAsync(branches, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BranchInfo>> ReadBranchesAsync(string agent, string? branch, CancellationToken cancellationToken) =>
        inner.ReadBranchesAsync(agent, branch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BranchJoin>> ReadJoinsAsync(string agent, CancellationToken cancellationToken) =>
        inner.ReadJoinsAsync(agent, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AgentSummary>> ReadAgentsAsync(AgentQuery query, int limit, CancellationToken cancellationToken) =>
        inner.ReadAgentsAsync(query, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LineKey>> ReadLinesAsync(LineKey? after, int limit, CancellationToken cancellationToken) =>
        inner.ReadLinesAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Damage>> ReadOrphansAsync(CancellationToken cancellationToken) => inner.ReadOrphansAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreStatistics> ReadStatisticsAsync(CancellationToken cancellationToken) => inner.ReadStatisticsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ErasePayloadAsync(string agent, StateId state, CancellationToken cancellationToken) =>
        inner.ErasePayloadAsync(agent, state, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ErasureRecord?> EraseAgentAsync(string agent, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.EraseAgentAsync(agent, now, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
