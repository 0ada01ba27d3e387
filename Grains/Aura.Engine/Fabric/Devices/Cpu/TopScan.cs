using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>
/// Finds the rows of the highest scores by several queries in one pass over the rows. A few queries are scored each on its own while a group of rows
/// is in the cache, more of them together.
/// </summary>
internal sealed unsafe class TopScan : IDisposable
{
    private readonly CpuFabricRows _rows;
    private readonly ScanKernels _kernels;
    private readonly IReadOnlyList<RowQuery> _queries;
    private readonly double[] _norms;
    private readonly List<(int First, int Count, AlignedFloats Packed)> _batches = [];
    private readonly List<(int Query, AlignedFloats Placed)> _singles = [];
    private readonly ReadOnlyMemory<ulong> _anyMask;

    public TopScan(CpuFabricRows rows, ScanKernels kernels, IReadOnlyList<RowQuery> queries)
    {
        _rows = rows;
        _kernels = kernels;
        _queries = queries;
        _norms = [.. queries.Select(q => ScanBound.Of(q.Vector.Span).Norm)];
        _anyMask = AnyOf(queries);
        // From so many queries on it is faster to score as many as there are lanes for.
        var enough = kernels.ManyQueries / 2;
        var packed = 0;
        for (; queries.Count - packed >= enough; packed += _batches[^1].Count)
            _batches.Add(Pack(packed, Math.Min(kernels.ManyQueries, queries.Count - packed)));
        for (; packed < queries.Count; packed++) _singles.Add((packed, kernels.Place(queries[packed].Vector.Span, rows.Stride)));
    }

    /// <summary>Scans blocks of rows.</summary>
    /// <returns>For each query, the rows of these blocks that may be among the best.</returns>
    public Candidates[] Run(Blocks blocks)
    {
        Candidates[] found = [.. _queries.Select(Candidates)];
        using var widened = new AlignedFloats(_batches.Count > 0 ? ScanKernels.GroupRows * _rows.Stride : 0);
        while (blocks.TryTake(out var block))
        {
            foreach (var (first, count, packed) in _batches) ScanMany(block, found.AsSpan(first, count), first, packed, widened);
            if (_singles.Count > 0) ScanSingles(block, found);
        }
        return found;
    }

    /// <summary>The best rows by one query, of what all threads found.</summary>
    public IReadOnlyList<RowHit> Best(int query, Candidates[][] found)
    {
        var all = Candidates(_queries[query]);
        foreach (var part in found) all.Add(part[query]);
        return [.. all.Best().Select(b => new RowHit(b.Row, (float)b.Value))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, packed) in _batches) packed.Dispose();
        foreach (var (_, placed) in _singles) placed.Dispose();
    }

    private static ReadOnlyMemory<ulong> AnyOf(IReadOnlyList<RowQuery> queries)
    {
        if (queries.Count == 0 || queries.Any(q => q.Mask.IsEmpty)) return default;
        if (queries.Count == 1) return queries[0].Mask;
        var any = new ulong[queries.Min(q => q.Mask.Length)];
        foreach (var query in queries)
        {
            for (var i = 0; i < any.Length; i++) any[i] |= query.Mask.Span[i];
        }
        return any;
    }

    private Candidates Candidates(RowQuery query)
    {
        var vector = new float[_rows.Dimensions];
        return new Candidates(query.Top, query.Ties, row =>
        {
            _rows.Read(row, vector);
            return ExactScore.Dot(vector, query.Vector.Span);
        });
    }

    private (int First, int Count, AlignedFloats Packed) Pack(int first, int count)
    {
        var packed = new AlignedFloats(_rows.Stride * _kernels.ManyQueries);
        for (var query = 0; query < count; query++)
        {
            var vector = _queries[first + query].Vector.Span;
            for (var i = 0; i < vector.Length; i++) packed.Span[_kernels.Place(i) * _kernels.ManyQueries + query] = vector[i];
        }
        return (first, count, packed);
    }

    private void ScanMany(int block, Span<Candidates> found, int firstQuery, AlignedFloats packed, AlignedFloats widened)
    {
        var chunk = _rows.Chunk(block, out var first, out var count);
        var mask = new RowMask(_anyMask.Span, first + count);
        var many = _kernels.ManyQueries;
        Span<double> bounds = stackalloc double[found.Length];
        // Of no lane without a query does any score pass.
        var cuts = stackalloc float[many];
        new Span<float>(cuts, many).Fill(float.PositiveInfinity);
        for (var query = 0; query < found.Length; query++)
        {
            bounds[query] = chunk.Bound.For(_norms[firstQuery + query], _rows.Dimensions);
            cuts[query] = found[query].Cut(bounds[query]);
        }
        var scores = stackalloc float[ScanKernels.GroupRows * many];
        var passed = stackalloc uint[ScanKernels.GroupRows];
        for (var row = 0; row < count; row += ScanKernels.GroupRows)
        {
            var counted = mask.Group(first + row);
            if (counted == 0) continue;
            var uppers = chunk.Uppers + (nint)row * _rows.Stride;
            _kernels.Widen(uppers, _rows.Stride, widened.Start);
            _kernels.ScoreMany(
                widened.Start, _rows.Stride, packed.Start, cuts, scores, passed, uppers + ScanKernels.GroupRows * (nint)_rows.Stride);
            while (counted != 0)
            {
                var i = RowMask.Take(ref counted);
                while (passed[i] != 0)
                {
                    var query = RowMask.Take(ref passed[i]);
                    if (query >= found.Length || !_queries[firstQuery + query].Counts(first + row + i)) continue;
                    found[query].Add(first + row + i, scores[i * many + query], bounds[query]);
                    cuts[query] = found[query].Cut(bounds[query]);
                }
            }
        }
    }

    private void ScanSingles(int block, Candidates[] found)
    {
        var chunk = _rows.Chunk(block, out var first, out var count);
        var mask = new RowMask(_anyMask.Span, first + count);
        Span<double> bounds = stackalloc double[_singles.Count];
        for (var i = 0; i < bounds.Length; i++) bounds[i] = chunk.Bound.For(_norms[_singles[i].Query], _rows.Dimensions);
        var scores = stackalloc float[ScanKernels.GroupRows];
        for (var row = 0; row < count; row += ScanKernels.GroupRows)
        {
            var counted = mask.Group(first + row);
            if (counted == 0) continue;
            for (var i = 0; i < bounds.Length; i++)
            {
                var (query, placed) = _singles[i];
                _kernels.Score(chunk.Uppers + (nint)row * _rows.Stride, _rows.Stride, placed.Start, scores);
                var below = Vector256.LessThan(Vector256.Load(scores), Vector256.Create(found[query].Cut(bounds[i]))).ExtractMostSignificantBits();
                var passed = counted & ~below;
                while (passed != 0)
                {
                    var within = RowMask.Take(ref passed);
                    if (_queries[query].Counts(first + row + within)) found[query].Add(first + row + within, scores[within], bounds[i]);
                }
            }
        }
    }
}
