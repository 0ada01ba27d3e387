namespace Aura;

/// <summary>
/// A set of memories that is resident on one device and computed on while it is searched. It knows no agents: it is asked and answers. The first
/// memory makes it; what asks for one that was never made is refused with a <see cref="NotFoundException"/>.
/// </summary>
public interface IMemoryFabric
{
    /// <summary>Makes the fabric with settings of its own. Made again with the same settings, it answers as it stands.</summary>
    /// <exception cref="InvalidInputException">A setting cannot be, or the fabric exists with others.</exception>
    ValueTask<FabricInfo> CreateAsync(FabricSettings settings, CancellationToken cancellationToken = default);

    /// <summary>Says what the fabric is.</summary>
    ValueTask<FabricInfo> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores memories, durably first, then makes them resident; one answer each, in order. Remembering again what has the same id and content
    /// adds nothing: it is one more use, which also brings an archived memory back.
    /// </summary>
    /// <exception cref="InvalidInputException">One of them breaks a rule, or its id is another content's; nothing was stored.</exception>
    ValueTask<IReadOnlyList<Remembered>> RememberAsync(IReadOnlyList<MemoryRequest> memories, CancellationToken cancellationToken = default);

    /// <summary>Finds the memories nearest to each query, in one pass over the rows for all of them; one answer each, in order.</summary>
    /// <exception cref="InvalidInputException">A query breaks a rule.</exception>
    ValueTask<IReadOnlyList<Recollection>> RecallAsync(IReadOnlyList<RecallRequest> queries, CancellationToken cancellationToken = default);

    /// <summary>Thinks with memory: scores, selects, reads out and reinforces in one pass, and collapses what it selects.</summary>
    /// <exception cref="InvalidInputException">The request breaks a rule.</exception>
    ValueTask<Thought> ThinkAsync(ThinkRequest request, CancellationToken cancellationToken = default);

    /// <summary>Chooses among a memory's interpretations in the light of a context.</summary>
    /// <exception cref="NotFoundException">There is no such memory.</exception>
    ValueTask<Collapse> CollapseAsync(CollapseRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lets time pass: memories decay, drift, leave working memory, consolidate and are archived.</summary>
    ValueTask<Evolution> EvolveAsync(EvolveRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a memory by id, resident or archived; null if there is none. It is no use of it.</summary>
    ValueTask<Memory?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Streams memories, resident and archived, in the order in which they were stored. It is no use of them.</summary>
    IAsyncEnumerable<Memory> ListAsync(MemoryFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Erases memories for good. Nothing is ever forgotten otherwise.</summary>
    /// <returns>How many there were.</returns>
    ValueTask<int> ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default);

    /// <summary>Counts what there is, and says where it is resident.</summary>
    ValueTask<FabricStatistics> StatisticsAsync(CancellationToken cancellationToken = default);
}
