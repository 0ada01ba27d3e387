using Aura.Engine;
using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>Splits vectors into rows of a chunk and keeps what <see cref="ScanBound"/> needs: the greatest norms. A thread has a row.</summary>
internal static class SplitKernel
{
    // More than the norms lose in float64 and by their rounding to float32.
    private const double RoundedUp = 1 + 1e-6;

    /// <param name="chunk">Where the rows are.</param>
    /// <param name="dimensions">Their dimension.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="moves">From which vector to which row of the chunk.</param>
    /// <param name="norms">The greatest ‖x - x̂‖ and ‖x‖ so far, as bits, whose order is that of floats of one sign.</param>
    public static void Run(ChunkView chunk, int dimensions, ArrayView<float> vectors, ArrayView<RowMove> moves, ArrayView<int> norms)
    {
        var index = Grid.IdxX * Group.DimX + Group.IdxX;
        if (index >= moves.Length) return;
        var from = (long)moves[index].From * dimensions;
        var to = (long)moves[index].To * chunk.Width * 8;
        var uppers = chunk.High.Cast<ushort>();
        var rests = chunk.Low.Cast<short>();
        var residual = 0.0;
        var norm = 0.0;
        for (var i = 0; i < chunk.Width * 8; i++)
        {
            var value = i < dimensions ? vectors[from + i] : 0;
            var upper = Halves.Upper(value);
            uppers[to + i] = upper;
            rests[to + i] = Halves.Rest(value);
            var rest = (double)value - Eight.Lower(upper);
            residual += rest * rest;
            norm += (double)value * value;
        }
        Atomic.Max(ref norms[0], (int)Interop.FloatAsInt((float)(Math.Sqrt(residual) * RoundedUp)));
        Atomic.Max(ref norms[1], (int)Interop.FloatAsInt((float)(Math.Sqrt(norm) * RoundedUp)));
    }
}
