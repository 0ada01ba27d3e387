namespace Aura.Engine;

/// <summary>
/// Where fabrics and their memories become durable. All methods may be called at the same time. Every fabric has a revision that each commit
/// raises by one: the fence between two writers, whatever either of them believes, and what either has not seen yet.
/// </summary>
/// <remarks>Errors are those of <see cref="ICausalStore"/>.</remarks>
public interface IMemoryStore
{
    /// <summary>Makes a fabric unless there is one of that name, and reads what there is.</summary>
    ValueTask<FabricRecord> CreateFabricAsync(FabricInfo fabric, CancellationToken cancellationToken);

    /// <summary>Reads a fabric; null if there is none.</summary>
    ValueTask<FabricRecord?> ReadFabricAsync(string fabric, CancellationToken cancellationToken);

    /// <summary>Reads one page of fabrics, after the given name in order of their names' UTF-8 bytes.</summary>
    ValueTask<IReadOnlyList<FabricInfo>> ReadFabricsAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Commits a change in one transaction, or nothing of it: where the fabric is at another revision than expected, or has one of the added ids
    /// already.
    /// </summary>
    ValueTask<MemoryCommit> CommitAsync(MemoryChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down how memories were used, in one transaction. It changes no revision; ids that do not exist are passed over, and so
    /// are fewer uses than are stored.
    /// </summary>
    ValueTask WriteUsesAsync(string fabric, IReadOnlyList<MemoryUse> uses, CancellationToken cancellationToken);

    /// <summary>Reads memories by id, in no order; those that do not exist are left out.</summary>
    ValueTask<IReadOnlyList<MemoryRecord>> ReadMemoriesAsync(string fabric, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Reads one page of the memories that were added or changed after a revision, in order of their ordinals, those after the given one.
    /// </summary>
    ValueTask<IReadOnlyList<MemoryRecord>> ReadChangedAsync(
        string fabric, long afterRevision, long afterOrdinal, int limit, CancellationToken cancellationToken);

    /// <summary>Reads the ids of the memories that were erased after a revision.</summary>
    ValueTask<IReadOnlyList<string>> ReadErasedAsync(string fabric, long afterRevision, CancellationToken cancellationToken);
}
