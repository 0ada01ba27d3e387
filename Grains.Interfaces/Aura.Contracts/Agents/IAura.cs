namespace Aura;

/// <summary>The way in: agents by name, and questions that concern the whole store.</summary>
public interface IAura : IAsyncDisposable
{
    /// <summary>An agent by name. It need not exist: its first save makes it.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed.</exception>
    IAgent Agent(string name);

    /// <summary>A branch of an agent by name. It must exist when it is used, except for <c>main</c>.</summary>
    /// <exception cref="InvalidInputException">A name is not allowed.</exception>
    IBranch Branch(string agent, string branch);

    /// <summary>Lists agents, in order of their names' UTF-8 bytes.</summary>
    IAsyncEnumerable<AgentSummary> AgentsAsync(AgentQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Finds a state of any agent by id; null if there is none.</summary>
    ValueTask<AgentState?> FindAsync(StateId id, CancellationToken cancellationToken = default);

    /// <summary>Verifies every line of every agent, one result a line.</summary>
    IAsyncEnumerable<LineVerification> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts what the store holds.</summary>
    ValueTask<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken = default);
}
