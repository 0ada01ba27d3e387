namespace Aura.Engine;

/// <summary>What a retrieval may look at: one line, as it stood at the state that was loaded, and the states of the store.</summary>
internal sealed class LineRetrievalContext(BranchEngine line, ICausalStore store, AgentState state, Payload arguments, DateTimeOffset now) : RetrievalContext
{
    public override AgentState State => state;

    public override Payload Arguments => arguments;

    public override DateTimeOffset Now => now;

    public override IAsyncEnumerable<AgentState> HistoryAsync(HistoryRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new HistoryRequest();
        return line.HistoryAsync(request with { ToVersion = Math.Min(request.ToVersion ?? state.Version, state.Version) }, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<AgentState>> FindAsync(IReadOnlyCollection<StateId> ids, CancellationToken cancellationToken = default) =>
        store.ReadStatesAsync([.. ids.Distinct()], cancellationToken);
}
