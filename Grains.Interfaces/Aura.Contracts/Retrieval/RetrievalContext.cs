namespace Aura;

/// <summary>What a retrieval may look at.</summary>
public abstract class RetrievalContext
{
    /// <summary>The state that was loaded.</summary>
    public abstract AgentState State { get; }

    /// <summary>The caller's arguments; JSON null if there are none.</summary>
    public abstract Payload Arguments { get; }

    /// <summary>The time: UTC.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Streams the line's history up to the state that was loaded.</summary>
    public abstract IAsyncEnumerable<AgentState> HistoryAsync(HistoryRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Finds states of any agent by id, in no order; those that do not exist are left out.</summary>
    public abstract ValueTask<IReadOnlyList<AgentState>> FindAsync(IReadOnlyCollection<StateId> ids, CancellationToken cancellationToken = default);
}
