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
    public IAsyncEnumerable<FabricInfo> FabricsAsync(CancellationToken cancellationToken = default) => _questions.FabricsAsync(cancellationToken);

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
            await Task.WhenAll(records.SelectMany(LinesOf).Distinct().Select(line => (line.Branch == BranchNames.Main
                ? GrainFactory.GetGrain<IForgetfulAgent>(line.Agent).ForgetAsync()
                : GrainFactory.GetGrain<IForgetful>(BranchKey.Of(line.Agent, line.Branch)).ForgetAsync()).AsTask()));
        }
    }

    // What names no line was refused.
    private static IEnumerable<LineKey> LinesOf(ExportRecord record)
    {
        if (record.State is { Agent.Length: > 0, Branch.Length: > 0 } state) yield return new LineKey(state.Agent, state.Branch);
        if (record.Branch is { Agent.Length: > 0, Name.Length: > 0 } branch) yield return new LineKey(branch.Agent, branch.Name);
    }
}
