using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// Computes the activations of all rows of a chunk and reads them out by online softmax in the same pass (Milakov and Gimelshein, Online
/// normalizer calculation for softmax, 2018, algorithm 3; Ramsauer et al., 2020, equation 3): a group scores a tile of rows, then adds it,
/// while it is still in a near cache, to a sum of its own. Which tiles a group has does not depend on time, so the sums do not either.
/// </summary>
internal static class ThinkKernel
{
    /// <summary>The most threads of a group.</summary>
    public const int MaxGroup = 256;

    /// <param name="chunk">Where the rows are.</param>
    /// <param name="query">The query: the first fours of every eight, then the last fours.</param>
    /// <param name="mask">A bit a row of all rows; empty if all count.</param>
    /// <param name="levels">The base levels of the chunk's rows.</param>
    /// <param name="weight">What a cosine of 1 adds to an activation.</param>
    /// <param name="inverseTemperature">The softmax's β.</param>
    /// <param name="activations">Where the activations of the chunk's rows go.</param>
    /// <param name="softmaxes">What each group has seen, in this and earlier chunks.</param>
    /// <param name="sums">The weighted sum of what it has seen, a row each.</param>
    public static void Run(
        ChunkView chunk, ArrayView<Four> query, ArrayView<uint> mask, ArrayView<float> levels, float weight, float inverseTemperature,
        ArrayView<float> activations, ArrayView<Softmax> softmaxes, ArrayView<float> sums)
    {
        var partial = SharedMemory.Allocate<float>(MaxGroup);
        var exponents = SharedMemory.Allocate<float>(MaxGroup / ScanKernel.Lanes);
        var weights = SharedMemory.Allocate<float>(MaxGroup / ScanKernel.Lanes);
        var words = chunk.High.Cast<uint>();
        var width = chunk.Width;
        var tileRows = Group.DimX / ScanKernel.Lanes;
        var lane = Group.IdxX % ScanKernel.Lanes;
        var own = Group.IdxX / ScanKernel.Lanes;
        var seen = softmaxes[Grid.IdxX];
        for (var first = Grid.IdxX * tileRows; first < chunk.Count; first += Grid.DimX * tileRows)
        {
            var start = (long)Math.Min(first + own, chunk.Count - 1) * width;
            var sum = 0f;
            for (var i = lane; i < width; i += ScanKernel.Lanes)
            {
                var row = chunk.High[start + i];
                sum = row.Last.Dot(query[width + i], row.First.Dot(query[i], sum));
            }
            partial[lane * tileRows + own] = sum;
            Group.Barrier();

            var rows = Math.Min(tileRows, chunk.Count - first);
            if (Group.IdxX < rows)
            {
                var row = first + Group.IdxX;
                var cosine = 0f;
                for (var j = 0; j < ScanKernel.Lanes; j++) cosine += partial[j * tileRows + Group.IdxX];
                activations[row] = levels[row] + weight * cosine;
                var counts = mask.Length == 0 || (mask[(chunk.First + row) / 32] >> row % 32 & 1) != 0;
                exponents[Group.IdxX] = counts ? inverseTemperature * cosine : float.NegativeInfinity;
            }
            Group.Barrier();

            var highest = seen.Highest;
            for (var j = 0; j < rows; j++) highest = Math.Max(highest, exponents[j]);
            if (Group.IdxX < rows)
                weights[Group.IdxX] = exponents[Group.IdxX] > float.NegativeInfinity ? (float)Natural.Exp((double)exponents[Group.IdxX] - highest) : 0;
            Group.Barrier();

            var below = seen.Total > 0 ? (double)seen.Highest - highest : 0;
            var shrink = Natural.Exp(below);
            var total = shrink * seen.Total;
            var moment = shrink * (seen.Moment + below * seen.Total);
            for (var j = 0; j < rows; j++)
            {
                if (weights[j] == 0) continue;
                total += weights[j];
                moment += weights[j] * ((double)exponents[j] - highest);
            }
            seen = new Softmax(highest, total, moment);
            for (var i = Group.IdxX; i < width * 4; i += Group.DimX)
            {
                var at = ((long)Grid.IdxX * width * 4 + i) * 2;
                var lower = sums[at] * (float)shrink;
                var upper = sums[at + 1] * (float)shrink;
                for (var j = 0; j < rows; j++)
                {
                    var word = words[(long)(first + j) * width * 4 + i];
                    lower += weights[j] * Eight.Lower(word);
                    upper += weights[j] * Eight.Upper(word);
                }
                sums[at] = lower;
                sums[at + 1] = upper;
            }
            Group.Barrier();
        }
        if (Group.IdxX == 0) softmaxes[Grid.IdxX] = seen;
    }
}
