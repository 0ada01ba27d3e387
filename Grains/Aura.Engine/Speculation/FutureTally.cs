namespace Aura.Engine;

/// <summary>What a future has come to, as its branch tells it.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Branch">The future's branch.</param>
internal sealed record FutureTally(string Agent, string Branch)
{
    /// <summary>Its last own state.</summary>
    public AgentState? Last { get; private init; }

    /// <summary>How many states it has of its own.</summary>
    public long States { get; private init; }

    /// <summary>What they cost together, in joules.</summary>
    public double Energy { get; private init; }

    /// <summary>Takes in one more state.</summary>
    public FutureTally With(AgentState state) => this with { Last = state, States = States + 1, Energy = Energy + state.Context.EnergyCost };

    /// <summary>Reads on after what it has taken in.</summary>
    public async ValueTask<FutureTally> RefreshAsync(ICausalStore store, CancellationToken cancellationToken)
    {
        var tally = this;
        await foreach (var state in OwnAsync(store, (Last?.Version ?? 0) + 1, cancellationToken)) tally = tally.With(state);
        return tally;
    }

    /// <summary>Streams its own states, oldest first.</summary>
    public IAsyncEnumerable<AgentState> HistoryAsync(ICausalStore store, CancellationToken cancellationToken) => OwnAsync(store, 1, cancellationToken);

    /// <summary>Says how the future stands.</summary>
    public FutureInfo Describe(string name, FutureStatus status, StateId from, string? problem = null) => new()
    {
        Name = name,
        Branch = Branch,
        Status = status,
        Head = Last?.Id ?? from,
        States = States,
        Energy = Energy,
        Problem = problem,
    };

    private async IAsyncEnumerable<AgentState> OwnAsync(
        ICausalStore store, long from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var segment = new LineSegment(Branch, from, long.MaxValue);
        await foreach (var page in new HistoryPages(store, Agent).ReadAsync(segment, null, descending: false, cancellationToken))
        {
            foreach (var state in page) yield return state;
        }
    }
}
