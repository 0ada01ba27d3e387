namespace Aura.Engine;

/// <summary>
/// Where states become durable. All methods may be called at the same time. A store decides: unique keys on (agent, branch, version),
/// (agent, branch, operation id) and id are the fence between two writers of one line, whatever either of them believes.
/// </summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> when the store is out of reach, and another <see cref="StoreException"/>
/// when it refuses for good.
/// </remarks>
public interface ICausalStore : IAsyncDisposable
{
    /// <summary>Which store, without secrets.</summary>
    string Name { get; }

    /// <summary>The fabrics' memories, in the same store.</summary>
    IMemoryStore Memories { get; }

    /// <summary>How many <see cref="AppendAsync"/> calls at a time serve it best.</summary>
    int ConcurrentBatches { get; }

    /// <summary>Creates or upgrades the schema. Safe to run twice, and by two processes at once.</summary>
    /// <param name="create">Whether a store that does not exist may be made; if not, its absence is a <see cref="NotFoundException"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask OpenAsync(bool create, CancellationToken cancellationToken);

    /// <summary>
    /// Appends states in one transaction, each to its own line or behind another of the same batch. The answer is one result a state, in
    /// order; a state that is not appended leaves its neighbours alone, but for those that were to follow it. When it returns, what it
    /// calls appended is committed.
    /// </summary>
    ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AgentState> batch, CancellationToken cancellationToken);

    /// <summary>Reads a branch's record, its lineage and its head; null if there is no such branch.</summary>
    ValueTask<LineSnapshot?> ReadLineAsync(string agent, string branch, CancellationToken cancellationToken);

    /// <summary>Reads states written on one branch, in order of version.</summary>
    ValueTask<IReadOnlyList<AgentState>> ReadRangeAsync(LineRange range, CancellationToken cancellationToken);

    /// <summary>
    /// Of the states written on one branch in a range of versions, reads the one that happened last at <paramref name="time"/>, the later
    /// version where two tie; null if none had happened.
    /// </summary>
    /// <param name="range">The states; its limit and order do not matter.</param>
    /// <param name="time">The time, by the clock of the world.</param>
    /// <param name="recordedTo">The line's last version that was recorded at <paramref name="time"/>: a state above it that happened when it was recorded need not be looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<AgentState?> ReadOccurredAsync(LineRange range, DateTimeOffset time, long recordedTo, CancellationToken cancellationToken);

    /// <summary>Reads states by id, in no order; those that do not exist are left out.</summary>
    ValueTask<IReadOnlyList<AgentState>> ReadStatesAsync(IReadOnlyCollection<StateId> ids, CancellationToken cancellationToken);

    /// <summary>Reads the state that was first saved on the line with this operation id; null if there is none.</summary>
    ValueTask<AgentState?> ReadOperationAsync(string agent, string branch, string operationId, CancellationToken cancellationToken);

    /// <summary>Reads the links to the causes of these states, by state and in the order of their contexts.</summary>
    ValueTask<IReadOnlyList<CausalLink>> ReadCausesAsync(IReadOnlyCollection<StateId> effects, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what follows from these states: the links to them as causes and, as <see cref="CausalEdgeKind.Parent"/>, the states that have
    /// them as parents.
    /// </summary>
    ValueTask<IReadOnlyList<CausalLink>> ReadEffectsAsync(
        IReadOnlyCollection<StateId> causes, bool parents, CancellationToken cancellationToken);

    /// <summary>
    /// Adds branches in one transaction. The answer is one for each, in order: false if the agent has one of that name, which stays as it is.
    /// </summary>
    ValueTask<IReadOnlyList<bool>> CreateBranchesAsync(IReadOnlyList<BranchRecord> branches, CancellationToken cancellationToken);

    /// <summary>
    /// Reads an agent's branches, <c>main</c> first, then by name. Their status is what the states say; the store knows no clock, so that
    /// none of them is expired.
    /// </summary>
    /// <param name="agent">The agent.</param>
    /// <param name="branch">Only the branch of this name; all if null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<BranchInfo>> ReadBranchesAsync(string agent, string? branch, CancellationToken cancellationToken);

    /// <summary>Reads an agent's states that have two parents, by branch and version.</summary>
    ValueTask<IReadOnlyList<BranchJoin>> ReadJoinsAsync(string agent, CancellationToken cancellationToken);

    /// <summary>Reads one page of agents, at most <paramref name="limit"/>, by name.</summary>
    ValueTask<IReadOnlyList<AgentSummary>> ReadAgentsAsync(AgentQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>Reads one page of lines, after the given one in order of agent and branch.</summary>
    ValueTask<IReadOnlyList<LineKey>> ReadLinesAsync(LineKey? after, int limit, CancellationToken cancellationToken);

    /// <summary>Reads the first state of each line whose branch's record was removed behind Aura's back.</summary>
    ValueTask<IReadOnlyList<Damage>> ReadOrphansAsync(CancellationToken cancellationToken);

    /// <summary>Counts what there is.</summary>
    ValueTask<StoreStatistics> ReadStatisticsAsync(CancellationToken cancellationToken);

    /// <summary>Removes the content of one state of the agent. False if the agent has no such state.</summary>
    ValueTask<bool> ErasePayloadAsync(string agent, StateId state, CancellationToken cancellationToken);

    /// <summary>Removes an agent and leaves a record of it; null if there is no such agent.</summary>
    ValueTask<ErasureRecord?> EraseAgentAsync(string agent, DateTimeOffset now, CancellationToken cancellationToken);
}
