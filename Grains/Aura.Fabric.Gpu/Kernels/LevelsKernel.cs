using Aura.Engine;
using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>Computes base levels as <see cref="BaseLevel"/> does, in float64. A thread has a row.</summary>
internal static class LevelsKernel
{
    /// <param name="chunk">Where the rows are.</param>
    /// <param name="now">Seconds since 1970.</param>
    /// <param name="decay">The decay d.</param>
    /// <param name="levels">Where the levels of the chunk's rows go.</param>
    public static void Run(ChunkView chunk, double now, double decay, ArrayView<float> levels)
    {
        var row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row >= chunk.Count) return;
        var uses = chunk.Uses[row];
        var last = Since(uses.Last, now);
        var sum = Power(last, -decay);
        if (uses.Count > 1) sum += Power(last = Since(uses.Second, now), -decay);
        if (uses.Count > 2) sum += Power(last = Since(uses.Third, now), -decay);
        if (uses.Count > 3)
        {
            var life = Math.Max(Since(uses.First, now), last);
            var mean = life - last <= BaseLevel.Guard * life
                ? Power(last, -decay)
                : (Power(life, 1 - decay) - Power(last, 1 - decay)) / ((1 - decay) * (life - last));
            sum += (uses.Count - 3) * mean;
        }
        levels[row] = (float)Natural.Log(sum);
    }

    private static double Power(double x, double exponent) => Natural.Exp(exponent * Natural.Log(x));

    private static double Since(double use, double now) => Math.Max(now - use, BaseLevel.ShortestTime);
}
