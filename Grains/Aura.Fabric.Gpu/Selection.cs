using System.Runtime.InteropServices;
using Aura.Engine;
using Aura.Fabric.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>
/// Finds the best rows of several queries at once. Chunk by chunk, the rows' approximate values are computed and those that may be among the best
/// are listed and scored exactly; only these leave the device. Where a query finds more than there is room for, its rows are listed again in pieces
/// that fit, and ranked as they come.
/// </summary>
/// <remarks>
/// Each value is at most b away from its exact one. If k rows have a value of at least T, k rows have an exact value of at least T - b, and so have the
/// k best; so the best have values of at least T - 2b. That also holds for the T of any part of the rows, so the greatest T so far will do.
/// </remarks>
internal sealed class Selection
{
    private readonly Gpu _gpu;
    private readonly GpuRows _rows;
    private readonly IReadOnlyList<RowQuery> _queries;
    private readonly Action<ChunkView, ArrayView<float>, int> _score;
    private readonly RowThinkQuery? _think;
    private readonly int _room;
    private ArrayView<QueryHead> _heads;
    private ArrayView<uint> _masks;
    private ArrayView<float> _vectors;
    private ArrayView<float> _thresholds;

    /// <param name="gpu">The device.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="bounds">How far each query's values can be from the exact ones.</param>
    /// <param name="score">Computes the values of a chunk's rows: where they go, and from one query's values to the next one's.</param>
    /// <param name="think">By what rows are ranked, if not by their cosine.</param>
    public Selection(
        Gpu gpu, GpuRows rows, IReadOnlyList<RowQuery> queries, IReadOnlyList<double> bounds,
        Action<ChunkView, ArrayView<float>, int> score, RowThinkQuery? think)
    {
        (_gpu, _rows, _queries, _score, _think) = (gpu, rows, queries, score, think);
        _room = Math.Max(gpu.Room, (int)Math.Min(2L * queries.Max(q => q.Top), rows.Count));
        Upload(bounds);
    }

    /// <summary>The query's mask on the device; empty if all rows count.</summary>
    public ArrayView<uint> MaskOf(int query) => _queries[query].Mask.IsEmpty ? ArrayView<uint>.Empty : _masks;

    /// <summary>Launches all that finds the rows.</summary>
    public void Launch()
    {
        var space = _gpu.Workspace;
        space.Counts.Device(_queries.Count).MemSetToZero();
        foreach (var chunk in _rows.Chunks())
        {
            var (scores, stride, maxima, blocks) = Score(chunk);
            _gpu.Kernels.Threshold(
                new KernelConfig(_queries.Count, _gpu.Group(ThresholdKernel.MaxGroup)), scores, stride, chunk.Count, maxima, blocks, _heads, _thresholds);
            Collect(chunk, scores, stride, maxima, new Index2D(0, blocks));
        }
        space.Counts.Download(_queries.Count);
    }

    /// <summary>Waits for the device, and reads what was found.</summary>
    public Ranking[] Read(CancellationToken cancellationToken)
    {
        _gpu.Accelerator.Synchronize();
        var rankings = _queries.Select(q => new Ranking(q.Top, q.Ties)).ToArray();
        var tooMany = _gpu.Workspace.Counts.Host(_queries.Count).ToArray().Select(count => count > _room).ToArray();
        Rank(rankings, query => !tooMany[query]);
        if (tooMany.Contains(true)) Sweep(rankings, query => tooMany[query], cancellationToken);
        return rankings;
    }

    private void Sweep(Ranking[] rankings, Func<int, bool> wanted, CancellationToken cancellationToken)
    {
        var step = _room / BlocksKernel.Rows;
        var counts = _gpu.Workspace.Counts;
        foreach (var chunk in _rows.Chunks())
        {
            var (scores, stride, maxima, blocks) = Score(chunk);
            for (var start = 0; start < blocks; start += step)
            {
                cancellationToken.ThrowIfCancellationRequested();
                counts.Device(_queries.Count).MemSetToZero();
                Collect(chunk, scores, stride, maxima, new Index2D(start, Math.Min(start + step, blocks)));
                counts.Download(_queries.Count);
                _gpu.Accelerator.Synchronize();
                Rank(rankings, wanted);
            }
        }
    }

    private (ArrayView<float> Scores, int Stride, ArrayView<float> Maxima, int Blocks) Score(ChunkView chunk)
    {
        var blocks = (chunk.Count + BlocksKernel.Rows - 1) / BlocksKernel.Rows;
        var stride = blocks * BlocksKernel.Rows;
        // Tensor cores score for as many queries as they can.
        var scores = _gpu.Workspace.Scores.Device((long)(_queries.Count > ScanKernel.Queries ? TensorKernel.Queries : _queries.Count) * stride);
        var maxima = _gpu.Workspace.Maxima.Device((long)_queries.Count * blocks);
        _score(chunk, scores, stride);
        _gpu.Kernels.Blocks(_gpu.Threads(blocks, _queries.Count), scores, stride, chunk.First, chunk.Count, _heads, _masks, maxima);
        return (scores, stride, maxima, blocks);
    }

    private void Collect(ChunkView chunk, ArrayView<float> scores, int stride, ArrayView<float> maxima, Index2D blocks)
    {
        var space = _gpu.Workspace;
        var places = (_room + 1L) * _queries.Count;
        var (counts, found) = (space.Counts.Device(_queries.Count), space.Found.Device(places));
        _gpu.Kernels.Collect(
            _gpu.Threads(blocks.Y - blocks.X, _queries.Count), scores, stride, chunk.First, chunk.Count, maxima, blocks, _thresholds, counts, _room, found);
        var group = _gpu.Group(RescoreKernel.MaxGroup);
        var groups = Math.Max(1, _gpu.Groups(group, group) / _queries.Count);
        _gpu.Kernels.Rescore(
            new KernelConfig(new Index3D(groups, _queries.Count, 1), new Index3D(group, 1, 1)), chunk, _rows.Dimensions, _vectors, counts, _room, found,
            space.FoundScores.Device(places), space.Uses.Device(_think is null ? 0 : places));
    }

    private void Rank(Ranking[] rankings, Func<int, bool> wanted)
    {
        var space = _gpu.Workspace;
        var counts = space.Counts.Host(_queries.Count);
        var most = 0;
        for (var query = 0; query < rankings.Length; query++) most = Math.Max(most, wanted(query) ? counts[query] : 0);
        var places = most * rankings.Length;
        space.Found.Download(places);
        space.FoundScores.Download(places);
        space.Uses.Download(_think is null ? 0 : places);
        _gpu.Accelerator.Synchronize();

        var found = space.Found.Host(places);
        var scores = space.FoundScores.Host(places);
        var uses = space.Uses.Host(_think is null ? 0 : places);
        for (var query = 0; query < rankings.Length; query++)
        {
            for (var i = query; wanted(query) && i < counts[query] * rankings.Length; i += rankings.Length)
            {
                var level = _think is null ? 0 : BaseLevel.Of(uses[i], _think.Now, _think.Decay);
                rankings[query].Add(new FoundRow(found[i], scores[i], level, _think is null ? scores[i] : level + _think.SimilarityWeight * scores[i]));
            }
        }
    }

    private void Upload(IReadOnlyList<double> bounds)
    {
        var space = _gpu.Workspace;
        var words = (_rows.Count + BlocksKernel.Rows - 1) / BlocksKernel.Rows;
        var masked = _queries.Count(q => !q.Mask.IsEmpty);
        var heads = space.Heads.Host(_queries.Count);
        var masks = space.Masks.Host(masked * words);
        var vectors = space.Vectors.Host(_queries.Count * _rows.Dimensions);
        var thresholds = space.Thresholds.Host(_queries.Count);
        var mask = 0;
        for (var i = 0; i < _queries.Count; i++)
        {
            var query = _queries[i];
            heads[i] = new QueryHead(query.Top, float.BitIncrement((float)(2 * bounds[i])), query.Mask.IsEmpty ? -1 : mask);
            query.Vector.Span.CopyTo(vectors[(i * _rows.Dimensions)..]);
            if (query.Mask.IsEmpty) continue;
            MemoryMarshal.Cast<ulong, uint>(query.Mask.Span)[..words].CopyTo(masks[mask..]);
            mask += words;
        }
        thresholds.Fill(float.NegativeInfinity);
        _heads = space.Heads.Upload(_queries.Count);
        _masks = space.Masks.Upload(masked * words);
        _vectors = space.Vectors.Upload(_queries.Count * _rows.Dimensions);
        _thresholds = space.Thresholds.Upload(_queries.Count);
    }
}
