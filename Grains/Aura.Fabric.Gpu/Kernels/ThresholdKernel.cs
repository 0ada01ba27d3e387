using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// Finds for each query a score that at least as many rows reach as are wanted, from the highest scores of blocks where there are enough of
/// them, and raises the query's threshold to it less the window. A group has a query.
/// </summary>
/// <remarks>
/// So many blocks have a highest score of at least T that so many rows have a score of at least T. T is the lower edge of a bin of a histogram
/// from the lowest to the highest value, and one bin lower, which makes up for the rounding of the edges.
/// </remarks>
internal static class ThresholdKernel
{
    /// <summary>The most threads of a group; a power of two.</summary>
    public const int MaxGroup = 1024;

    /// <summary>How many times as many blocks as wanted rows are enough.</summary>
    public const int Enough = 4;

    private const int Bins = 2048;
    private const int Segment = 32;

    /// <param name="scores">The scores of the chunk's rows, query after query.</param>
    /// <param name="stride">From one query's scores to the next one's.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="maxima">The highest scores of blocks, query after query.</param>
    /// <param name="blocks">How many blocks there are.</param>
    /// <param name="heads">The queries.</param>
    /// <param name="thresholds">Their thresholds.</param>
    public static void Run(
        ArrayView<float> scores, int stride, int count, ArrayView<float> maxima, int blocks, ArrayView<QueryHead> heads, ArrayView<float> thresholds)
    {
        var lows = SharedMemory.Allocate<float>(MaxGroup);
        var highs = SharedMemory.Allocate<float>(MaxGroup);
        var bins = SharedMemory.Allocate<int>(Bins);
        var sums = SharedMemory.Allocate<int>(Bins / Segment);
        var query = Grid.IdxX;
        var head = heads[query];
        var ofBlocks = blocks >= (long)Enough * head.Top;
        var values = ofBlocks ? maxima.SubView((long)query * blocks, blocks) : scores.SubView((long)query * stride, count);
        var own = Group.IdxX;

        var low = float.PositiveInfinity;
        var high = float.NegativeInfinity;
        for (var i = own; i < values.Length; i += Group.DimX)
        {
            var value = values[i];
            if (value > float.NegativeInfinity) low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        lows[own] = low;
        highs[own] = high;
        for (var i = own; i < Bins; i += Group.DimX) bins[i] = 0;
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (own < half)
            {
                lows[own] = Math.Min(lows[own], lows[own + half]);
                highs[own] = Math.Max(highs[own], highs[own + half]);
            }
            Group.Barrier();
        }
        low = lows[0];
        high = highs[0];
        // Multiplied and divided in this order, so that nothing is infinite and little is lost where all are subnormal.
        var range = high > low ? high - low : 1;

        for (var i = own; i < values.Length; i += Group.DimX)
        {
            var value = values[i];
            if (value > float.NegativeInfinity) Atomic.Add(ref bins[(int)((value - low) / range * (Bins - 1))], 1);
        }
        Group.Barrier();
        for (var i = own; i < Bins / Segment; i += Group.DimX)
        {
            var sum = 0;
            for (var j = 0; j < Segment; j++) sum += bins[i * Segment + j];
            sums[i] = sum;
        }
        Group.Barrier();
        if (own != 0) return;

        var wanted = head.Top;
        var segment = Bins / Segment - 1;
        while (segment >= 0 && sums[segment] < wanted) wanted -= sums[segment--];
        if (segment < 0) return;
        var bin = segment * Segment + Segment - 1;
        while (bins[bin] < wanted) wanted -= bins[bin--];
        var reached = bin == 0 ? low : low + (float)(bin - 1) / (Bins - 1) * range;
        thresholds[query] = Math.Max(thresholds[query], reached - head.Window);
    }
}
