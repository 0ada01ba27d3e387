using System.Runtime.CompilerServices;

namespace Aura.Engine;

/// <summary>Answers what concerns the whole store.</summary>
public sealed class StoreQuestions(EngineServices services)
{
    private const int PageSize = 500;

    /// <inheritdoc cref="IAura.AgentsAsync"/>
    public async IAsyncEnumerable<AgentSummary> AgentsAsync(
        AgentQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query = Rules.Agents(query ?? new AgentQuery());
        var left = query.Limit ?? int.MaxValue;
        while (left > 0)
        {
            var page = await services.Store.ReadAgentsAsync(query, Math.Min(left, PageSize), cancellationToken);
            foreach (var agent in page) yield return agent;
            if (page.Count < PageSize) yield break;
            left -= page.Count;
            query = query with { After = page[^1].Agent };
        }
    }

    /// <inheritdoc cref="IAura.FabricsAsync"/>
    public async IAsyncEnumerable<FabricInfo> FabricsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<FabricInfo> page = [];
        do
        {
            page = await services.Store.Memories.ReadFabricsAsync(page.Count == 0 ? null : page[^1].Name, PageSize, cancellationToken);
            foreach (var fabric in page) yield return fabric;
        }
        while (page.Count == PageSize);
    }

    /// <inheritdoc cref="IAura.FindAsync"/>
    public async ValueTask<AgentState?> FindAsync(StateId id, CancellationToken cancellationToken = default) =>
        (await services.Store.ReadStatesAsync([id], cancellationToken)).SingleOrDefault();

    /// <inheritdoc cref="IAura.VerifyAsync"/>
    public IAsyncEnumerable<LineVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        services.Verifier.VerifyAllAsync(cancellationToken);

    /// <inheritdoc cref="IAura.StatisticsAsync"/>
    public ValueTask<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        services.Store.ReadStatisticsAsync(cancellationToken);

    /// <summary>Stores a batch of exported records. Lines of their agents that are in memory are to be forgotten afterwards.</summary>
    /// <exception cref="InvalidInputException">A record does not fit; what came before it may be stored.</exception>
    public ValueTask<ReplayReport> ReplayAsync(IReadOnlyList<ExportRecord> records, CancellationToken cancellationToken = default) =>
        new HistoryReplay(services).RunAsync(records, cancellationToken);
}
