using Aura.Grains;

namespace Aura.Client;

/// <summary>Aura in a cluster. It belongs to its cluster client and holds nothing of its own.</summary>
internal sealed class ClusterAura(IGrainFactory grains) : IAura
{
    private const int StoreGrains = 16;

    private readonly IStoreGrain _store = grains.GetGrain<IStoreGrain>(new Guid(Random.Shared.Next(StoreGrains), 0, 0, new byte[8]));

    public IAgent Agent(string name) => grains.GetGrain<IAgentGrain>(Names.Check("agent", name));

    public IBranch Branch(string agent, string branch) =>
        branch == BranchNames.Main
            ? Agent(agent)
            : grains.GetGrain<IBranchGrain>(BranchKey.Of(Names.Check("agent", agent), Names.Check("branch", branch)));

    public ISpeculation Speculation(string agent, string name) =>
        grains.GetGrain<ISpeculationGrain>(BranchKey.Of(Names.Check("agent", agent), Rules.SpeculationName(name)));

    public IMemoryFabric Fabric(string name) => grains.GetGrain<IMemoryFabricGrain>(Names.Check("fabric", name));

    public IAsyncEnumerable<FabricInfo> FabricsAsync(CancellationToken cancellationToken = default) => _store.FabricsAsync(cancellationToken);

    public IAsyncEnumerable<AgentSummary> AgentsAsync(AgentQuery? query = null, CancellationToken cancellationToken = default) =>
        _store.AgentsAsync(query, cancellationToken);

    public ValueTask<AgentState?> FindAsync(StateId id, CancellationToken cancellationToken = default) => _store.FindAsync(id, cancellationToken);

    public IAsyncEnumerable<LineVerification> VerifyAsync(CancellationToken cancellationToken = default) => _store.VerifyAsync(cancellationToken);

    public ValueTask<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken = default) => _store.StatisticsAsync(cancellationToken);

    public ValueTask<ReplayReport> ReplayAsync(IAsyncEnumerable<ExportRecord> records, CancellationToken cancellationToken = default) =>
        ReplayBatches.RunAsync(records, batch => _store.ReplayAsync(batch, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
