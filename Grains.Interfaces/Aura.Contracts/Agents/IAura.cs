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

    /// <summary>A speculation of an agent by name. It need not exist: starting makes it.</summary>
    /// <exception cref="InvalidInputException">A name is not allowed.</exception>
    ISpeculation Speculation(string agent, string name);

    /// <summary>A fabric of memories by name. It need not exist: its first memory makes it.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed.</exception>
    IMemoryFabric Fabric(string name);

    /// <summary>Lists fabrics, in order of their names' UTF-8 bytes.</summary>
    IAsyncEnumerable<FabricInfo> FabricsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists agents, in order of their names' UTF-8 bytes.</summary>
    IAsyncEnumerable<AgentSummary> AgentsAsync(AgentQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Finds a state of any agent by id; null if there is none.</summary>
    ValueTask<AgentState?> FindAsync(StateId id, CancellationToken cancellationToken = default);

    /// <summary>Verifies every line of every agent, one result a line.</summary>
    IAsyncEnumerable<LineVerification> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts what the store holds.</summary>
    ValueTask<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores exported histories again, ids, times and digests as they were. What is there already is passed over, so that an interrupted
    /// replay can be repeated.
    /// </summary>
    /// <exception cref="InvalidInputException">A record's digest does not fit it, or it does not follow what is there; what came before it is stored.</exception>
    ValueTask<ReplayReport> ReplayAsync(IAsyncEnumerable<ExportRecord> records, CancellationToken cancellationToken = default);
}
