using Aura.Engine;
using Orleans.Concurrency;

namespace Aura.Grains;

/// <summary>Answers what concerns the whole store.</summary>
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

    /// <inheritdoc/>
    public async ValueTask<ReplayReport> ReplayAsync(IReadOnlyList<ExportRecord> records, CancellationToken cancellationToken = default)
    {
        try
        {
            return await limit.RunAsync(() => _questions.ReplayAsync(records, cancellationToken));
        }
        finally
        {
            // Lines that are in memory would not know of it.
            await Task.WhenAll(records.Select(LineOf).Where(line => line.Agent.Length > 0).Distinct().Select(line => (line.Branch == BranchNames.Main
                ? GrainFactory.GetGrain<IForgetfulAgent>(line.Agent).ForgetAsync()
                : GrainFactory.GetGrain<IForgetful>(BranchKey.Of(line.Agent, line.Branch)).ForgetAsync()).AsTask()));
        }
    }

    private static LineKey LineOf(ExportRecord record) =>
        record.State is { } state ? new LineKey(state.Agent, state.Branch) : new LineKey(record.Branch!.Agent, record.Branch.Name);
}
