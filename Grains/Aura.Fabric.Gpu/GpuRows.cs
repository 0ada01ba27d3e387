using Aura.Engine;
using Aura.Fabric.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>The rows of a fabric on a device. What it does is done on the device's thread; the caller waits elsewhere.</summary>
internal sealed class GpuRows(Gpu gpu, DeviceThread thread, int dimensions) : IFabricRows
{
    // What is copied between the host and the device at a time, in floats.
    private const int Piece = 1 << 24;
    private const int MaxRoom = 1 << 20;

    private readonly List<Chunk> _chunks = [];
    private readonly int _width = (dimensions + 7) / 8;
    private readonly int _piece = Math.Max(1, Piece / dimensions);
    private bool _disposed;

    public int Dimensions => dimensions;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>How far the scores of a scan can be from the exact ones.</summary>
    public ScanBound Bound { get; private set; }

    /// <summary>What kernels see of the chunks that have rows.</summary>
    public IEnumerable<ChunkView> Chunks() => _chunks.Select(c => c.View(Count)).Where(c => c.Count > 0);

    public async ValueTask AddAsync(ReadOnlyMemory<float> vectors, ReadOnlyMemory<RowUses> uses, CancellationToken cancellationToken)
    {
        Demand(vectors.Length == (long)uses.Length * dimensions, "There are not as many floats as uses times dimensions.");
        await thread.RunAsync(() =>
        {
            Grow(uses.Length);
            var rows = Enumerable.Range(Count, uses.Length).ToArray();
            Put(rows, vectors);
            Put(rows, uses);
            Count += uses.Length;
        }, cancellationToken);
    }

    public async ValueTask ReplaceAsync(ReadOnlyMemory<int> rows, ReadOnlyMemory<float> vectors, CancellationToken cancellationToken)
    {
        Demand(rows.Span);
        Demand(vectors.Length == (long)rows.Length * dimensions, "There are not as many floats as rows times dimensions.");
        await thread.RunAsync(() => Put(rows.Span, vectors), cancellationToken);
    }

    public async ValueTask SetUsesAsync(ReadOnlyMemory<int> rows, ReadOnlyMemory<RowUses> uses, CancellationToken cancellationToken)
    {
        Demand(rows.Span);
        Demand(rows.Length == uses.Length, "There are not as many uses as rows.");
        await thread.RunAsync(() => Put(rows.Span, uses), cancellationToken);
    }

    public async ValueTask CompactAsync(ReadOnlyMemory<RowMove> moves, int count, CancellationToken cancellationToken)
    {
        foreach (var (from, to) in moves.Span) Demand([from, to]);
        Demand(count >= 0 && count <= Count, "There are not so many rows.");
        await thread.RunAsync(() =>
        {
            foreach (var batch in MoveBatches.Of(moves)) Move(batch);
            gpu.Accelerator.Synchronize();
            Count = count;
            if (count == 0) Bound = default;
            while (_chunks.Count > 0 && _chunks[^1].First >= Count) Free(_chunks[^1]);
        }, cancellationToken);
    }

    public async ValueTask ReadAsync(ReadOnlyMemory<int> rows, Memory<float> vectors, CancellationToken cancellationToken)
    {
        Demand(rows.Span);
        Demand(vectors.Length == (long)rows.Length * dimensions, "There is not room for as many floats as rows times dimensions.");
        await thread.RunAsync(() =>
        {
            for (var start = 0; start < rows.Length; start += _piece)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var piece = rows.Span.Slice(start, Math.Min(_piece, rows.Length - start));
                var floats = gpu.Workspace.Vectors.Device((long)piece.Length * dimensions);
                foreach (var (chunk, moves) in Moves(piece, (index, row) => new RowMove(row, index)))
                    gpu.Kernels.Gather(gpu.Threads(moves.Length * dimensions), chunk, dimensions, moves, floats);
                gpu.Download(floats, vectors.Slice(start * dimensions, piece.Length * dimensions));
            }
        }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<IReadOnlyList<RowHit>>> TopAsync(IReadOnlyList<RowQuery> queries, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (var query in queries) query.ThrowUnlessFor(this);
        if (Count == 0) return [.. queries.Select(IReadOnlyList<RowHit> (_) => [])];
        var rankings = await thread.RunAsync(() => TopSearch.Run(gpu, this, queries, cancellationToken), cancellationToken);
        return [.. rankings.Select(IReadOnlyList<RowHit> (r) => [.. r.Best().Select(row => new RowHit(row.Row, row.Score))])];
    }

    public async ValueTask<RowThought> ThinkAsync(RowThinkQuery query, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        query.Rows.ThrowUnlessFor(this);
        if (Count == 0) return new RowThought { Hits = [], ReadOut = new float[dimensions], Entropy = 0, Rows = 0 };
        return await thread.RunAsync(() => Thinking.Run(gpu, this, query, cancellationToken), cancellationToken);
    }

    public async ValueTask BaseLevelsAsync(double now, double decay, Memory<float> levels, CancellationToken cancellationToken)
    {
        Demand(levels.Length == Count, "There is not room for as many levels as there are rows.");
        await thread.RunAsync(() =>
        {
            foreach (var chunk in Chunks())
            {
                var found = gpu.Workspace.Levels.Device(chunk.Count);
                gpu.Kernels.Levels(gpu.Threads(chunk.Count), chunk, now, decay, found);
                gpu.Download(found, levels.Slice(chunk.First, chunk.Count));
            }
        }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await thread.RunAsync(() =>
            {
                _disposed = true;
                while (_chunks.Count > 0) Free(_chunks[^1]);
                Count = 0;
            }, CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // The device was closed, and its memory with it.
        }
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new ArgumentException(otherwise);
    }

    private void Demand(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(rows));
    }

    // Doubles, so that there are few chunks, and none is moved: all that is wanted or nothing.
    private void Grow(int rows)
    {
        var before = _chunks.Count;
        try
        {
            for (var end = End(); end < (long)Count + rows; end = End())
            {
                var needed = (int)Math.Min((long)Count + rows - end, MaxRoom);
                var wanted = Math.Max(needed, Math.Min(Math.Max(Count, gpu.Growth / (_width * 16)), MaxRoom));
                try
                {
                    Add(gpu.Allocate(end, Whole((int)wanted), _width));
                }
                catch (OutOfDeviceMemoryException) when (wanted > needed)
                {
                    Add(gpu.Allocate(end, Whole(needed), _width));
                }
            }
        }
        catch
        {
            while (_chunks.Count > before) Free(_chunks[^1]);
            throw;
        }

        int End() => _chunks.Count == 0 ? 0 : _chunks[^1].First + _chunks[^1].Room;
        static int Whole(int room) => (room + Chunk.Granularity - 1) / Chunk.Granularity * Chunk.Granularity;
    }

    private void Add(Chunk chunk)
    {
        _chunks.Add(chunk);
        Bytes += Chunk.BytesOf(chunk.Room, _width);
    }

    private void Free(Chunk chunk)
    {
        _chunks.Remove(chunk);
        gpu.Free(chunk, _width);
        Bytes -= Chunk.BytesOf(chunk.Room, _width);
    }

    private void Put(ReadOnlySpan<int> rows, ReadOnlyMemory<float> vectors)
    {
        var norms = gpu.Workspace.Norms.Device(2);
        norms.MemSetToZero();
        for (var start = 0; start < rows.Length; start += _piece)
        {
            var piece = rows.Slice(start, Math.Min(_piece, rows.Length - start));
            var floats = gpu.Workspace.Vectors.Device((long)piece.Length * dimensions);
            gpu.Upload(vectors.Slice(start * dimensions, piece.Length * dimensions), floats);
            foreach (var (chunk, moves) in Moves(piece, (index, row) => new RowMove(index, row)))
                gpu.Kernels.Split(gpu.Threads(moves.Length), chunk, dimensions, floats, moves, norms);
            gpu.Accelerator.Synchronize();
        }
        gpu.Workspace.Norms.Download(2);
        gpu.Accelerator.Synchronize();
        var found = gpu.Workspace.Norms.Host(2);
        Bound = Bound.Or(new ScanBound(BitConverter.Int32BitsToSingle(found[0]), BitConverter.Int32BitsToSingle(found[1])));
    }

    private void Put(ReadOnlySpan<int> rows, ReadOnlyMemory<RowUses> uses)
    {
        for (var start = 0; start < rows.Length; start += Piece)
        {
            var piece = rows.Slice(start, Math.Min(Piece, rows.Length - start));
            var staged = gpu.Workspace.Uses.Device(piece.Length);
            gpu.Upload(uses.Slice(start, piece.Length), staged);
            foreach (var (chunk, moves) in Moves(piece, (index, row) => new RowMove(index, row)))
                gpu.Kernels.Uses(gpu.Threads(moves.Length), chunk, staged, moves);
            gpu.Accelerator.Synchronize();
        }
    }

    private void Move(IReadOnlyList<RowMove> batch)
    {
        foreach (var target in _chunks)
        {
            var within = batch.Where(m => Has(target, m.To)).ToArray();
            var to = target.View(int.MaxValue);
            var sources = within.Select(m => m.From).ToArray();
            foreach (var (chunk, moves) in Moves(sources, (index, row) => new RowMove(row, within[index].To - target.First)))
                gpu.Kernels.Copy(gpu.Threads(moves.Length * _width), chunk, to, moves);
            gpu.Accelerator.Synchronize();
        }
    }

    // By chunk, what is to be done with rows, given the number within the rows and within the chunk. On the device until the next call.
    private IEnumerable<(ChunkView Chunk, ArrayView<RowMove> Moves)> Moves(ReadOnlySpan<int> rows, Func<int, int, RowMove> move)
    {
        var moves = gpu.Workspace.Moves.Host(rows.Length);
        var ranges = new List<(Chunk Chunk, int Start, int Count)>();
        var count = 0;
        foreach (var chunk in _chunks)
        {
            var start = count;
            for (var i = 0; i < rows.Length; i++)
            {
                if (Has(chunk, rows[i])) moves[count++] = move(i, rows[i] - chunk.First);
            }
            if (count > start) ranges.Add((chunk, start, count - start));
        }
        var uploaded = gpu.Workspace.Moves.Upload(rows.Length);
        return ranges.Select(r => (r.Chunk.View(int.MaxValue), uploaded.SubView(r.Start, r.Count)));
    }

    private static bool Has(Chunk chunk, int row) => row >= chunk.First && row < chunk.First + chunk.Room;
}
