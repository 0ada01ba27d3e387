namespace Aura;

/// <summary>One line of an agent: a gap-free sequence of states that goes on from the state it was forked at.</summary>
public interface IBranch
{
    /// <summary>Saves a state at the end of the line. When it returns, the state is committed.</summary>
    /// <exception cref="InvalidInputException">The request breaks a rule; nothing was stored.</exception>
    /// <exception cref="ConcurrencyException">The line's last version is not the expected one; nothing was stored.</exception>
    /// <exception cref="UncertainWriteException">The store failed and could not be asked whether it had committed.</exception>
    ValueTask<AgentState> SaveAsync(SaveRequest request, CancellationToken cancellationToken = default);

    /// <summary>Loads the head; null if there is none.</summary>
    /// <remarks>Without a token, since over a cluster one makes a call dearer.</remarks>
    ValueTask<AgentState?> LoadAsync() => LoadAsync(null);

    /// <summary>Loads the head, or the state that the request names; null if there is none.</summary>
    ValueTask<AgentState?> LoadAsync(LoadRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Streams the history, with what the line shares with its ancestors.</summary>
    IAsyncEnumerable<AgentState> HistoryAsync(HistoryRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Says where the line starts and ends.</summary>
    ValueTask<BranchInfo> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>Recomputes every digest of the line's own states and compares order, parents and payloads.</summary>
    ValueTask<LineVerification> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>Runs a registered retrieval beside the data, over the head or another state of the line.</summary>
    /// <exception cref="InvalidInputException">No retrieval of that name is registered, or its arguments make no sense.</exception>
    /// <exception cref="NotFoundException">There is no such state, or its content was erased and the retrieval needs it.</exception>
    /// <exception cref="RetrievalException">It failed, or took longer than it may.</exception>
    ValueTask<Retrieved> RetrieveAsync(RetrieveRequest request, CancellationToken cancellationToken = default);

    /// <summary>Goes back to the content of an older state of the line, by a new one.</summary>
    /// <exception cref="NotFoundException">There is no such state, or its content was erased.</exception>
    ValueTask<AgentState> RevertAsync(RevertRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Merges what a branch, or a state, of the same agent has come to into this line: three-way, by path, from the lowest common ancestors.
    /// The merge is one state with two parents.
    /// </summary>
    /// <exception cref="InvalidInputException">The request makes no sense, the branch is closed, or the state is another agent's.</exception>
    /// <exception cref="ConcurrencyException">The line's last version is not the expected one; nothing was stored.</exception>
    ValueTask<MergeReport> MergeAsync(MergeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes over what a branch of the same agent has come to, by one state with two parents, whatever this line has come to.</summary>
    /// <exception cref="InvalidInputException">The branch is closed, was promoted before, or has no state of its own.</exception>
    /// <exception cref="ConcurrencyException">The line's last version is not the expected one; nothing was stored.</exception>
    ValueTask<AgentState> PromoteAsync(PromoteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gives this branch up: its last state is the lesson, and no other can follow. Given up again, it stays as it is.</summary>
    /// <exception cref="InvalidInputException">It is <c>main</c>, or closed otherwise.</exception>
    ValueTask<AgentState> DiscardAsync(DiscardRequest request, CancellationToken cancellationToken = default);
}
