namespace Aura.Engine;

/// <summary>What a scorer is shown of a future.</summary>
internal sealed class FutureScoring(ICausalStore store, string agent, FutureInfo future, AgentState head, Payload arguments) : ScoringContext
{
    public override string Future => future.Name;

    public override Payload Arguments => arguments;

    public override AgentState Head => head;

    public override long States => future.States;

    public override double Energy => future.Energy;

    public override IAsyncEnumerable<AgentState> HistoryAsync(CancellationToken cancellationToken = default) =>
        new FutureTally(agent, future.Branch).HistoryAsync(store, cancellationToken);
}
