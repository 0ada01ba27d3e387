using System.Numerics;
using Aura.Engine;
using Aura.Fabric.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>Finds the rows of the highest activation and reads all out.</summary>
internal static class Thinking
{
    // A base level is between ln of the greatest count of uses and -ln of the longest time, in any case within this.
    private const double GreatestLevel = 1024;

    // A level is rounded to float32, the weighted cosine and their sum are, and their distance to the threshold is.
    private const double Rounding = 1.0 / (1 << 21);

    public static RowThought Run(Gpu gpu, GpuRows rows, RowThinkQuery query, CancellationToken cancellationToken)
    {
        var space = gpu.Workspace;
        var vector = query.Rows.Vector.Span;
        var width = (rows.Dimensions + 7) / 8;
        TopSearch.Pack(vector, space.Fours.Host(width * 2));
        var packed = space.Fours.Upload(width * 2);

        // A few groups a multiprocessor: their tiles shall be in a near cache when they are read again.
        var group = gpu.Group(ThinkKernel.MaxGroup);
        var groups = gpu.Groups(group, 4 * group);
        var softmaxes = space.Softmaxes.Host(groups);
        softmaxes.Fill(new Softmax(float.NegativeInfinity, 0, 0));
        var seen = space.Softmaxes.Upload(groups);
        var sums = space.Sums.Device((long)groups * width * 8);
        sums.MemSetToZero();

        var scanned = (rows.Bound.Norm + rows.Bound.Residual) * ScanBound.Of(vector).Norm;
        var bound = query.SimilarityWeight * TopSearch.Bound(rows, query.Rows) + Rounding * (query.SimilarityWeight * scanned + GreatestLevel);
        Selection? selection = null;
        selection = new Selection(gpu, rows, [query.Rows], [bound], (chunk, activations, _) =>
        {
            var levels = space.Levels.Device(chunk.Count);
            gpu.Kernels.Levels(gpu.Threads(chunk.Count), chunk, query.Now, query.Decay, levels);
            gpu.Kernels.Think(
                new KernelConfig(groups, group), chunk, packed, selection!.MaskOf(0), levels, (float)query.SimilarityWeight, (float)query.InverseTemperature,
                activations, seen, sums);
        }, query);
        selection.Launch();
        var readOut = space.ReadOut.Device(rows.Dimensions);
        gpu.Kernels.Combine(gpu.Threads(rows.Dimensions), seen, sums, width, readOut, space.All.Device(1));
        space.ReadOut.Download(rows.Dimensions);
        space.All.Download(1);

        var ranking = selection.Read(cancellationToken)[0];
        var all = space.All.Host(1)[0];
        return new RowThought
        {
            Hits = [.. ranking.Best().Select(row => new ActiveRow(row.Row, row.Value, row.BaseLevel, row.Score))],
            ReadOut = space.ReadOut.Host(rows.Dimensions).ToArray(),
            Entropy = all.Total == 0 ? 0 : Math.Max(0, Math.Log(all.Total) - all.Moment / all.Total),
            Rows = Counting(query.Rows.Mask.Span, rows.Count),
        };
    }

    private static long Counting(ReadOnlySpan<ulong> mask, int rows)
    {
        if (mask.IsEmpty) return rows;
        long count = 0;
        for (var i = 0; i < rows / 64; i++) count += BitOperations.PopCount(mask[i]);
        return rows % 64 == 0 ? count : count + BitOperations.PopCount(mask[rows / 64] & ((1UL << rows % 64) - 1));
    }
}
