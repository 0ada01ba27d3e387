using Aura.Engine;
using Orleans.Concurrency;

namespace Aura.Grains;

/// <summary>Answers the questions that concern the whole store.</summary>
[GrainType("aura-store")]
[Reentrant]
public sealed class StoreGrain(EngineServices services, CallLimit limit) : Grain, IStoreGrain
{
    private readonly StoreQuestions _questions = new(services);

    /// <inheritdoc/>
    public IAsyncEnumerable<AgentSummary> AgentsAsync(AgentQuery? query = null, CancellationToken cancellationToken = default) =>
        _questions.AgentsAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AgentState?> FindAsync(StateId id, CancellationToken cancellationToken = default) =>
        limit.RunAsync(() => _questions.FindAsync(id, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<LineVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        _questions.VerifyAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        limit.RunAsync(() => _questions.StatisticsAsync(cancellationToken));
}
