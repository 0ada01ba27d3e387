namespace Aura.Engine;

/// <summary>The rows of one fabric in the machine's memory, in <see cref="RowChunk"/>s.</summary>
internal sealed partial class CpuFabricRows : IFabricRows
{
    // A chunk is also the unit of work and of the read-out's sums: big enough to hide what a unit costs, small enough for a cache and a small fabric.
    private const int ChunkBytes = 2 << 20;
    private const int MaxChunkGroups = 512;
    private const int RowsAtOnce = 256;

    private readonly CpuFabricDevice _device;
    private readonly int _threads;
    private readonly ScanKernels _kernels;
    private readonly List<RowChunk> _chunks = [];
    private bool _disposed;

    public CpuFabricRows(CpuFabricDevice device, int dimensions, int threads, ScanKernels kernels)
    {
        _device = device;
        _threads = threads;
        _kernels = kernels;
        Dimensions = dimensions;
        Stride = (dimensions + ScanKernels.Alignment - 1) / ScanKernels.Alignment * ScanKernels.Alignment;
        var groups = ChunkBytes / (Stride * sizeof(ushort) * ScanKernels.GroupRows);
        ChunkRows = ScanKernels.GroupRows * Math.Clamp(groups, 1, MaxChunkGroups);
    }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public long Bytes => _chunks.Count * RowChunk.BytesOf(Stride, ChunkRows);

    /// <summary>From one row's halves to the next one's.</summary>
    internal int Stride { get; }

    /// <summary>How many rows a chunk holds.</summary>
    internal int ChunkRows { get; }

    /// <inheritdoc/>
    public async ValueTask AddAsync(ReadOnlyMemory<float> vectors, ReadOnlyMemory<RowUses> uses, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowUnlessVectors(vectors.Length, uses.Length);
        var count = checked(Count + uses.Length);
        var added = AddChunks(ChunksOf(count) - _chunks.Count);
        try
        {
            var first = Count / ChunkRows;
            await Blocks.RunAsync(ChunksOf(count) - first, _threads, blocks =>
            {
                while (blocks.TryTake(out var block))
                {
                    var start = Math.Max(Count, (first + block) * ChunkRows);
                    var end = Math.Min(count, (first + block + 1) * ChunkRows);
                    Write(start, vectors.Slice((start - Count) * Dimensions, (end - start) * Dimensions), uses[(start - Count)..(end - Count)]);
                }
                return 0;
            }, cancellationToken);
        }
        catch
        {
            DropChunks(added);
            throw;
        }
        Count = count;
    }

    /// <inheritdoc/>
    public async ValueTask ReplaceAsync(ReadOnlyMemory<int> rows, ReadOnlyMemory<float> vectors, CancellationToken cancellationToken)
    {
        ThrowUnlessRows(rows.Span);
        ThrowUnlessVectors(vectors.Length, rows.Length);
        await ForEachAsync(rows.Length, cancellationToken, CancellationToken.None, i =>
        {
            var (chunk, row) = Find(rows.Span[i]);
            chunk.Write(row, vectors.Span.Slice(i * Dimensions, Dimensions));
        });
    }

    /// <inheritdoc/>
    public async ValueTask SetUsesAsync(ReadOnlyMemory<int> rows, ReadOnlyMemory<RowUses> uses, CancellationToken cancellationToken)
    {
        ThrowUnlessRows(rows.Span);
        if (uses.Length != rows.Length) throw new ArgumentException($"There are uses of {uses.Length} rows for {rows.Length} rows.");
        await ForEachAsync(rows.Length, cancellationToken, CancellationToken.None, i =>
        {
            var (chunk, row) = Find(rows.Span[i]);
            chunk.SetUses(row, uses.Span[i]);
        });
    }

    /// <inheritdoc/>
    public async ValueTask CompactAsync(ReadOnlyMemory<RowMove> moves, int count, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        foreach (var move in moves.Span) ThrowUnlessRows([move.From, move.To]);
        await Task.Run(
            () =>
            {
                foreach (var move in moves.Span)
                {
                    var ((from, row), (to, target)) = (Find(move.From), Find(move.To));
                    from.Copy(row, to, target);
                }
            },
            cancellationToken);
        Count = count;
        DropChunks(_chunks.Count - ChunksOf(count));
    }

    /// <inheritdoc/>
    public async ValueTask ReadAsync(ReadOnlyMemory<int> rows, Memory<float> vectors, CancellationToken cancellationToken)
    {
        ThrowUnlessRows(rows.Span);
        ThrowUnlessVectors(vectors.Length, rows.Length);
        await ForEachAsync(
            rows.Length, cancellationToken, cancellationToken, i => Read(rows.Span[i], vectors.Span.Slice(i * Dimensions, Dimensions)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Count = 0;
        DropChunks(_chunks.Count);
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>A chunk, and how many rows of it are there.</summary>
    internal RowChunk Chunk(int index, out int first, out int count)
    {
        first = index * ChunkRows;
        count = Math.Min(ChunkRows, Count - first);
        return _chunks[index];
    }

    /// <summary>Reads a row's vector.</summary>
    internal void Read(int row, Span<float> vector)
    {
        var (chunk, within) = Find(row);
        chunk.Read(within, vector);
    }

    /// <summary>How a row was used.</summary>
    internal RowUses Uses(int row)
    {
        var (chunk, within) = Find(row);
        return chunk.Uses(within);
    }

    private (RowChunk Chunk, int Row) Find(int row) => (_chunks[row / ChunkRows], row % ChunkRows);

    private int ChunksOf(int count) => (int)(((long)count + ChunkRows - 1) / ChunkRows);

    private void Write(int row, ReadOnlyMemory<float> vectors, ReadOnlyMemory<RowUses> uses)
    {
        var (chunk, within) = Find(row);
        chunk.Write(within, vectors.Span);
        foreach (ref readonly var use in uses.Span) chunk.SetUses(within++, use);
    }

    // What changes rows is given up before it begins or not at all, so that no change is left half made.
    private async Task ForEachAsync(int count, CancellationToken before, CancellationToken within, Action<int> act)
    {
        before.ThrowIfCancellationRequested();
        await Blocks.RunAsync((count + RowsAtOnce - 1) / RowsAtOnce, _threads, blocks =>
        {
            while (blocks.TryTake(out var block))
            {
                for (var i = block * RowsAtOnce; i < Math.Min(count, (block + 1) * RowsAtOnce); i++) act(i);
            }
            return 0;
        }, within);
    }

    private int AddChunks(int count)
    {
        var bytes = count * RowChunk.BytesOf(Stride, ChunkRows);
        _device.Take(bytes);
        var before = _chunks.Count;
        try
        {
            while (_chunks.Count < before + count) _chunks.Add(new RowChunk(Dimensions, Stride, ChunkRows));
            return count;
        }
        catch (OutOfMemoryException exception)
        {
            foreach (var chunk in _chunks[before..]) chunk.Dispose();
            _chunks.RemoveRange(before, _chunks.Count - before);
            _device.Return(bytes);
            throw new OutOfDeviceMemoryException($"The rows need {bytes:N0} bytes more than the machine has.", exception);
        }
    }

    private void DropChunks(int count)
    {
        foreach (var chunk in _chunks[^count..]) chunk.Dispose();
        _chunks.RemoveRange(_chunks.Count - count, count);
        _device.Return(count * RowChunk.BytesOf(Stride, ChunkRows));
    }

    private void ThrowUnlessRows(ReadOnlySpan<int> rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(rows), $"There is no row {row}: there are {Count}.");
        }
    }

    private void ThrowUnlessVectors(int components, int rows)
    {
        if (components != (long)rows * Dimensions)
            throw new ArgumentException($"There are {components} components for {rows} rows of {Dimensions} dimensions.");
    }
}
