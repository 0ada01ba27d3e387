using Aura.Engine;

namespace Aura.Tests.Hosting;

/// <summary>A real store of memories whose calls a test can watch, hold up, or lose the answers of.</summary>
public sealed class InterceptedMemories(IMemoryStore inner) : IMemoryStore
{
    /// <summary>Stands in for a commit; gets the change and the way to the real store.</summary>
    public Func<MemoryChange, Func<ValueTask<MemoryCommit>>, ValueTask<MemoryCommit>>? OnCommit { get; set; }

    /// <summary>Runs before uses are written.</summary>
    public Func<IReadOnlyList<MemoryUse>, ValueTask>? BeforeWriteUses { get; set; }

    /// <summary>Runs before a fabric's record is read.</summary>
    public Func<ValueTask>? BeforeReadFabric { get; set; }

    /// <summary>Runs before it is read what others have erased.</summary>
    public Func<ValueTask>? BeforeReadErased { get; set; }

    /// <inheritdoc/>
    public ValueTask<FabricRecord> CreateFabricAsync(FabricInfo fabric, CancellationToken cancellationToken) => inner.CreateFabricAsync(fabric, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<FabricRecord?> ReadFabricAsync(string fabric, CancellationToken cancellationToken)
    {
        if (BeforeReadFabric is not null) await BeforeReadFabric();
        cancellationToken.ThrowIfCancellationRequested();
        return await inner.ReadFabricAsync(fabric, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FabricInfo>> ReadFabricsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        inner.ReadFabricsAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MemoryCommit> CommitAsync(MemoryChange change, CancellationToken cancellationToken)
    {
        return OnCommit is null ? CommitAsync() : OnCommit(change, CommitAsync);

        ValueTask<MemoryCommit> CommitAsync()
        {
            cancellationToken.ThrowIfCancellationRequested();
            return inner.CommitAsync(change, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteUsesAsync(string fabric, IReadOnlyList<MemoryUse> uses, CancellationToken cancellationToken)
    {
        if (BeforeWriteUses is not null) await BeforeWriteUses(uses);
        await inner.WriteUsesAsync(fabric, uses, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MemoryRecord>> ReadMemoriesAsync(string fabric, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        inner.ReadMemoriesAsync(fabric, ids, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MemoryRecord>> ReadChangedAsync(
        string fabric, long afterRevision, long afterOrdinal, int limit, CancellationToken cancellationToken) =>
        inner.ReadChangedAsync(fabric, afterRevision, afterOrdinal, limit, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReadErasedAsync(string fabric, long afterRevision, CancellationToken cancellationToken)
    {
        if (BeforeReadErased is not null) await BeforeReadErased();
        return await inner.ReadErasedAsync(fabric, afterRevision, cancellationToken);
    }
}
