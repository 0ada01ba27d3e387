namespace Aura.Grains;

/// <summary>Answers what concerns the whole store. Any key does; keys only spread the work.</summary>
[Alias("aura.store")]
public interface IStoreGrain : IGrainWithGuidKey
{
    /// <inheritdoc cref="IAura.AgentsAsync"/>
    IAsyncEnumerable<AgentSummary> AgentsAsync(AgentQuery? query = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IAura.FabricsAsync"/>
    IAsyncEnumerable<FabricInfo> FabricsAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IAura.FindAsync"/>
    ValueTask<AgentState?> FindAsync(StateId id, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IAura.VerifyAsync"/>
    IAsyncEnumerable<LineVerification> VerifyAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IAura.StatisticsAsync"/>
    ValueTask<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken = default);

    /// <summary>Stores a batch of exported records.</summary>
    ValueTask<ReplayReport> ReplayAsync(IReadOnlyList<ExportRecord> records, CancellationToken cancellationToken = default);
}
