namespace Aura.Engine;

internal sealed partial class CpuFabricRows
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IReadOnlyList<RowHit>>> TopAsync(IReadOnlyList<RowQuery> queries, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (var query in queries) query.ThrowUnlessFor(this);
        using var scan = new TopScan(this, _kernels, queries);
        var found = await Blocks.RunAsync(_chunks.Count, _threads, scan.Run, cancellationToken);
        var hits = new IReadOnlyList<RowHit>[queries.Count];
        await Blocks.RunAsync(queries.Count, _threads, blocks =>
        {
            while (blocks.TryTake(out var query)) hits[query] = scan.Best(query, found);
            return 0;
        }, cancellationToken);
        return hits;
    }

    /// <inheritdoc/>
    public async ValueTask<RowThought> ThinkAsync(RowThinkQuery query, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        query.Rows.ThrowUnlessFor(this);
        using var scan = new ThinkScan(this, _kernels, query, _chunks.Count);
        var found = await Blocks.RunAsync(_chunks.Count, _threads, scan.Run, cancellationToken);
        return await Task.Run(() => scan.Thought(found), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask BaseLevelsAsync(double now, double decay, Memory<float> levels, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (levels.Length != Count) throw new ArgumentException($"There is room for {levels.Length} base levels of {Count} rows.");
        var lanes = new BaseLevelLanes(now, decay);
        await Blocks.RunAsync(_chunks.Count, _threads, blocks =>
        {
            while (blocks.TryTake(out var block))
            {
                var chunk = Chunk(block, out var first, out var count);
                lanes.Of(chunk, levels.Span.Slice(first, count));
            }
            return 0;
        }, cancellationToken);
    }
}
