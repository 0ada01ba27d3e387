using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// Lists the rows whose score reaches the threshold, in no order, and counts them even where there is no room for more. A thread has a block; the
/// grid's second axis is the query.
/// </summary>
internal static class CollectKernel
{
    /// <param name="scores">The scores of the chunk's rows, query after query.</param>
    /// <param name="stride">From one query's scores to the next one's.</param>
    /// <param name="first">The number of the chunk's first row.</param>
    /// <param name="count">How many rows it has.</param>
    /// <param name="maxima">The highest scores of blocks, query after query.</param>
    /// <param name="blocks">From which block on, and before which.</param>
    /// <param name="thresholds">The queries' thresholds.</param>
    /// <param name="counts">How many rows each has found so far.</param>
    /// <param name="capacity">For how many there is room.</param>
    /// <param name="found">Where they go: the first of each query, then the second of each, and one place more each.</param>
    public static void Run(
        ArrayView<float> scores, int stride, int first, int count, ArrayView<float> maxima, Index2D blocks,
        ArrayView<float> thresholds, ArrayView<int> counts, int capacity, ArrayView<int> found)
    {
        var block = blocks.X + Grid.IdxX * Group.DimX + Group.IdxX;
        if (block >= blocks.Y) return;
        var query = Grid.IdxY;
        var threshold = thresholds[query];
        if (maxima[(long)query * ((count + BlocksKernel.Rows - 1) / BlocksKernel.Rows) + block] < threshold) return;
        var start = block * BlocksKernel.Rows;
        var end = Math.Min(start + BlocksKernel.Rows, count);
        for (var row = start; row < end; row++)
        {
            var score = scores[(long)query * stride + row];
            if (score < threshold || score == float.NegativeInfinity) continue;
            // One place more takes what there is no room for: ILGPU would take a branch on what an atomic returns for one that all threads go alike.
            var place = Math.Min(Atomic.Add(ref counts[query], 1), capacity);
            found[(long)place * Grid.DimY + query] = first + row;
        }
    }
}
