using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>Combines what the groups of <see cref="ThinkKernel"/> have seen, in their order. A thread has a dimension.</summary>
internal static class CombineKernel
{
    /// <param name="softmaxes">What each group has seen.</param>
    /// <param name="sums">The weighted sum of what it has seen, a row each.</param>
    /// <param name="width">The eights of a row.</param>
    /// <param name="readOut">Where the read-out goes: zeros if no row counts.</param>
    /// <param name="all">Where it goes what all have seen.</param>
    public static void Run(ArrayView<Softmax> softmaxes, ArrayView<float> sums, int width, ArrayView<float> readOut, ArrayView<Softmax> all)
    {
        var i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= readOut.Length) return;
        var highest = float.NegativeInfinity;
        for (var j = 0; j < softmaxes.Length; j++) highest = Math.Max(highest, softmaxes[j].Highest);
        var total = 0.0;
        var moment = 0.0;
        var sum = 0.0;
        for (var j = 0; j < softmaxes.Length; j++)
        {
            if (softmaxes[j].Total == 0) continue;
            var below = (double)softmaxes[j].Highest - highest;
            var shrink = Natural.Exp(below);
            total += shrink * softmaxes[j].Total;
            moment += shrink * (softmaxes[j].Moment + below * softmaxes[j].Total);
            sum += shrink * sums[(long)j * width * 8 + i];
        }
        readOut[i] = total == 0 ? 0 : (float)(sum / total);
        if (i == 0) all[0] = new Softmax(highest, total, moment);
    }
}
