namespace Aura;

/// <summary>One line of an agent: a gap-free sequence of states that goes on from the state it was forked at.</summary>
public interface IBranch
{
    /// <summary>Saves a state at the end of the line. When it returns, the state is committed.</summary>
    /// <exception cref="InvalidInputException">The request breaks a rule; nothing was stored.</exception>
    /// <exception cref="ConcurrencyException">The line's last version is not the expected one; nothing was stored.</exception>
    /// <exception cref="UncertainWriteException">The store failed and could not be asked whether it had committed.</exception>
    ValueTask<AgentState> SaveAsync(SaveRequest request, CancellationToken cancellationToken = default);

    /// <summary>Loads the head, or the state that the request names; null if there is none.</summary>
    ValueTask<AgentState?> LoadAsync(LoadRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Streams the history, with what the line shares with its ancestors.</summary>
    IAsyncEnumerable<AgentState> HistoryAsync(HistoryRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Says where the line starts and ends.</summary>
    ValueTask<BranchInfo> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>Recomputes every digest of the line's own states and compares order, parents and payloads.</summary>
    ValueTask<LineVerification> VerifyAsync(CancellationToken cancellationToken = default);
}
