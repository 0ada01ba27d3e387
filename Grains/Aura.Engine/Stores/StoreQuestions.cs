using System.Runtime.CompilerServices;

namespace Aura.Engine;

/// <summary>Answers the questions that concern the whole store.</summary>
public sealed class StoreQuestions(EngineServices services)
{
    private const int AgentsAtOnce = 500;

    /// <inheritdoc cref="IAura.AgentsAsync"/>
    public async IAsyncEnumerable<AgentSummary> AgentsAsync(
        AgentQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query = Rules.Agents(query ?? new AgentQuery());
        var left = query.Limit ?? int.MaxValue;
        while (left > 0)
        {
            var page = await services.Store.ReadAgentsAsync(query, Math.Min(left, AgentsAtOnce), cancellationToken);
            foreach (var agent in page) yield return agent;
            if (page.Count < AgentsAtOnce) yield break;
            left -= page.Count;
            query = query with { After = page[^1].Agent };
        }
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
}
