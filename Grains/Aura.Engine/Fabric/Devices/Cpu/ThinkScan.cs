using System.Numerics;
using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>
/// Thinks in one pass over the rows: while a group of rows is in the cache, it is scored, its activations are estimated, and it is added to the
/// read-out, whose softmax is normalised at the end (Milakov and Gimelshein, Online normalizer calculation for softmax, 2018, algorithm 3).
/// </summary>
/// <remarks>
/// Each block has sums of its own, which are put together in the blocks' order: whatever the number of threads, the bits are the same. The read-out's
/// weights are those of the scan's scores; relative to a float64 softmax over the same 16-bit rows a weight is off by at most a factor of
/// 1 ± 2β γ_n ‖x̂‖‖q‖ (<see cref="ScanBound"/>), and the sums in float32 over one block's m rows by γ_m.
/// </remarks>
internal sealed unsafe class ThinkScan : IDisposable
{
    // What the float64 operations on an activation lose, relative to its greatest term.
    private const double ActivationRoundoff = 1e-12;
    private const double GreatestBaseLevel = 800;

    private readonly CpuFabricRows _rows;
    private readonly ScanKernels _kernels;
    private readonly RowThinkQuery _query;
    private readonly BaseLevelLanes _levels;
    private readonly double _norm;
    private readonly AlignedFloats _placed;
    private readonly SoftmaxPart[] _parts;

    // A row whose weight relative to the block's greatest is e^z with z below this is left out: all of a block's rows left out have together less
    // than 2^-25 of the block's weight, which float32 cannot tell from nothing.
    private readonly float _negligible;

    public ThinkScan(CpuFabricRows rows, ScanKernels kernels, RowThinkQuery query, int blocks)
    {
        _rows = rows;
        _kernels = kernels;
        _query = query;
        _levels = new BaseLevelLanes(query.Now, query.Decay);
        _norm = ScanBound.Of(query.Rows.Vector.Span).Norm;
        _placed = kernels.Place(query.Rows.Vector.Span, rows.Stride);
        _parts = new SoftmaxPart[blocks];
        _negligible = -(float)(Math.Log(rows.ChunkRows) + 25 * Math.Log(2));
    }

    /// <summary>Scans blocks of rows.</summary>
    /// <returns>The rows of these blocks that may be among the most active, and how many count.</returns>
    public (Candidates Candidates, long Rows) Run(Blocks blocks)
    {
        var (found, rows) = (Candidates(), 0L);
        using var sum = new AlignedFloats(_rows.Stride);
        while (blocks.TryTake(out var block)) rows += Scan(block, found, sum);
        return (found, rows);
    }

    /// <summary>The thought, of what all threads found.</summary>
    public RowThought Thought((Candidates Candidates, long Rows)[] found)
    {
        var all = Candidates();
        foreach (var (candidates, _) in found) all.Add(candidates);
        var readOut = new ReadOutSum(_rows.Stride);
        foreach (var part in _parts)
        {
            if (part.Sum > 0) readOut.Add(_query.InverseTemperature * part.MaxScore, part.Sum, part.Moment, part.Vector);
        }
        var row = new float[_rows.Dimensions];
        return new RowThought
        {
            Hits = [.. all.Best().Select(b => Activate(b.Row, row))],
            ReadOut = _kernels.Ordered(readOut.ReadOut(), _rows.Dimensions),
            Entropy = readOut.Entropy(),
            Rows = found.Sum(f => f.Rows),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _placed.Dispose();

    private Candidates Candidates()
    {
        var vector = new float[_rows.Dimensions];
        return new Candidates(_query.Rows.Top, _query.Rows.Ties, row => Activate(row, vector).Activation);
    }

    private ActiveRow Activate(int row, float[] vector)
    {
        _rows.Read(row, vector);
        return _query.Activate(row, _rows.Uses(row), vector);
    }

    private long Scan(int block, Candidates found, AlignedFloats weighted)
    {
        var chunk = _rows.Chunk(block, out var first, out var count);
        var mask = new RowMask(_query.Rows.Mask.Span, first + count);
        var bound = BoundOf(chunk);
        var scores = stackalloc float[ScanKernels.GroupRows];
        var softmax = new BlockSoftmax((float)_query.InverseTemperature, _negligible);
        weighted.Span.Clear();
        var rows = 0L;
        for (var row = 0; row < count; row += ScanKernels.GroupRows)
        {
            var counted = mask.Group(first + row);
            if (counted == 0) continue;
            rows += BitOperations.PopCount(counted);
            var uppers = chunk.Uppers + (nint)row * _rows.Stride;
            _kernels.Score(uppers, _rows.Stride, _placed.Start, scores);
            Select(chunk, row, first, counted, Vector256.Load(scores), bound, found);
            if (softmax.Weigh(Vector256.Load(scores), counted, weighted.Span, out var weights))
            {
                weights.Store(scores);
                _kernels.AddWeighted(uppers, Math.Min(ScanKernels.GroupRows, count - row), _rows.Stride, scores, weighted.Start);
            }
        }
        if (rows > 0) _parts[block] = softmax.Part(weighted.Span.ToArray());
        return rows;
    }

    private double BoundOf(RowChunk chunk)
    {
        var score = chunk.Bound.For(_norm, _rows.Dimensions);
        var greatest = GreatestBaseLevel + _query.SimilarityWeight * chunk.Bound.Norm * _norm;
        return double.IsFinite(score) ? _query.SimilarityWeight * score + _levels.Bound + ActivationRoundoff * greatest : double.PositiveInfinity;
    }

    private void Select(RowChunk chunk, int row, int first, uint counted, Vector256<float> scores, double bound, Candidates found)
    {
        var (low, high) = Vector256.Widen(scores);
        var lowActivations = _levels.Of(chunk, row) + low * _query.SimilarityWeight;
        var highActivations = _levels.Of(chunk, row + BaseLevelLanes.Rows) + high * _query.SimilarityWeight;
        var floor = Vector256.Create(found.Floor - bound);
        var below = Vector256.LessThan(lowActivations, floor).ExtractMostSignificantBits()
            | Vector256.LessThan(highActivations, floor).ExtractMostSignificantBits() << BaseLevelLanes.Rows;
        var passed = counted & ~below;
        while (passed != 0)
        {
            var i = RowMask.Take(ref passed);
            found.Add(first + row + i, i < BaseLevelLanes.Rows ? lowActivations[i] : highActivations[i - BaseLevelLanes.Rows], bound);
        }
    }
}
