using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// Finds the highest score of every block of 32 rows and makes the scores of rows that do not count minus infinity. A thread has a block, which
/// is a word of the mask; the grid's second axis is the query.
/// </summary>
internal static class BlocksKernel
{
    /// <summary>How many rows a block has.</summary>
    public const int Rows = 32;

    /// <param name="scores">The scores of the chunk's rows, query after query.</param>
    /// <param name="stride">From one query's scores to the next one's.</param>
    /// <param name="first">The number of the chunk's first row.</param>
    /// <param name="count">How many rows it has.</param>
    /// <param name="heads">The queries.</param>
    /// <param name="masks">Their masks, of all rows.</param>
    /// <param name="maxima">Where the highest scores go: query after query, a block each.</param>
    public static void Run(
        ArrayView<float> scores, int stride, int first, int count, ArrayView<QueryHead> heads, ArrayView<uint> masks, ArrayView<float> maxima)
    {
        var block = Grid.IdxX * Group.DimX + Group.IdxX;
        var blocks = (count + Rows - 1) / Rows;
        if (block >= blocks) return;
        var head = heads[Grid.IdxY];
        var mask = head.Mask < 0 ? 0xFFFFFFFF : masks[head.Mask + first / Rows + block];
        var start = (long)Grid.IdxY * stride + block * Rows;
        var rows = Math.Min(Rows, count - block * Rows);
        // Where nothing bounds the error, scores say nothing, and may be no numbers.
        var bounded = head.Window < float.PositiveInfinity;
        var highest = float.NegativeInfinity;
        for (var i = 0; i < rows; i++)
        {
            var score = (mask >> i & 1) == 0 ? float.NegativeInfinity : bounded ? scores[start + i] : 0;
            scores[start + i] = score;
            highest = Math.Max(highest, score);
        }
        maxima[(long)Grid.IdxY * blocks + block] = highest;
    }
}
