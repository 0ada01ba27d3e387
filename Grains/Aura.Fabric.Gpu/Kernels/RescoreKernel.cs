using Aura.Engine;
using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// Scores the rows that were found as <see cref="ExactScore"/> does, bit by bit. It adds in eight chains, and eight threads have one each: its
/// products are exact in float64, so it does not matter whether a processor rounds them before it adds them. The grid's second axis is the query.
/// </summary>
internal static class RescoreKernel
{
    /// <summary>The most threads of a group.</summary>
    public const int MaxGroup = 256;

    /// <summary>How many threads share a row.</summary>
    public const int Lanes = 8;

    /// <param name="chunk">Where the rows are; those that are elsewhere are left alone.</param>
    /// <param name="dimensions">Their dimension.</param>
    /// <param name="queries">The queries' vectors.</param>
    /// <param name="counts">How many rows each has found.</param>
    /// <param name="capacity">For how many there is room.</param>
    /// <param name="found">The rows: the first of each query, then the second of each.</param>
    /// <param name="scores">Where their scores go, laid out alike.</param>
    /// <param name="uses">Where it goes how they were used; empty if nobody asks.</param>
    public static void Run(
        ChunkView chunk, int dimensions, ArrayView<float> queries, ArrayView<int> counts, int capacity, ArrayView<int> found,
        ArrayView<float> scores, ArrayView<RowUses> uses)
    {
        var chains = SharedMemory.Allocate<double>(MaxGroup);
        var highs = chunk.High.Cast<ushort>();
        var lows = chunk.Low.Cast<short>();
        var query = (long)Grid.IdxY * dimensions;
        var perGroup = Group.DimX / Lanes;
        var lane = Group.IdxX % Lanes;
        var whole = dimensions / Lanes * Lanes;
        var count = Math.Min(counts[Grid.IdxY], capacity);
        for (var start = Grid.IdxX * perGroup; start < count; start += Grid.DimX * perGroup)
        {
            var place = (long)Math.Min(start + Group.IdxX / Lanes, count - 1) * Grid.DimY + Grid.IdxY;
            var row = found[place] - chunk.First;
            var here = row >= 0 && row < chunk.Count;
            var at = (long)row * chunk.Width * 8;
            var chain = 0.0;
            if (here)
            {
                for (var i = lane; i < whole; i += Lanes) chain += (double)Halves.Join(highs[at + i], lows[at + i]) * queries[query + i];
            }
            chains[Group.IdxX] = chain;
            Group.Barrier();
            if (here && lane == 0)
            {
                var own = Group.IdxX;
                var sum = chains[own] + chains[own + 4] + (chains[own + 1] + chains[own + 5])
                    + (chains[own + 2] + chains[own + 6] + (chains[own + 3] + chains[own + 7]));
                for (var i = whole; i < dimensions; i++) sum += (double)Halves.Join(highs[at + i], lows[at + i]) * queries[query + i];
                scores[place] = (float)sum;
                if (uses.Length > 0) uses[place] = chunk.Uses[row];
            }
            Group.Barrier();
        }
    }
}
