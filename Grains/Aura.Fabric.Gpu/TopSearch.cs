using System.Runtime.InteropServices;
using Aura.Engine;
using Aura.Fabric.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>Finds the rows of the highest cosine.</summary>
internal static class TopSearch
{
    /// <summary>Runs queries, as many at once as the tensor cores take; where there are none, four share a pass over the rows.</summary>
    public static IReadOnlyList<Ranking> Run(Gpu gpu, GpuRows rows, IReadOnlyList<RowQuery> queries, CancellationToken cancellationToken)
    {
        var found = new List<Ranking>();
        foreach (var some in queries.Chunk(TensorKernel.Queries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tensors = some.Length > ScanKernel.Queries ? gpu.Tensors : null;
            var bounds = some.Select(q => tensors is null ? Bound(rows, q) : TensorScan.Bound(rows.Bound, q.Vector.Span)).ToArray();
            var selection = new Selection(gpu, rows, some, bounds, tensors is null ? Scan(gpu, rows, some) : Scan(gpu, rows, some, tensors), null);
            selection.Launch();
            found.AddRange(selection.Read(cancellationToken));
        }
        return found;
    }

    /// <summary>How far the scores of a scan can be from the exact ones.</summary>
    public static double Bound(GpuRows rows, RowQuery query) => rows.Bound.For(ScanBound.Of(query.Vector.Span).Norm, rows.Dimensions);

    /// <summary>Puts a query where a kernel finds it: the first fours of every eight, then the last fours; zeros behind the dimension.</summary>
    public static void Pack(ReadOnlySpan<float> query, Span<Four> fours)
    {
        var floats = MemoryMarshal.Cast<Four, float>(fours);
        floats.Clear();
        var half = floats.Length / 2;
        for (var i = 0; i < query.Length; i++) floats[(i % 8 < 4 ? 0 : half) + i / 8 * 4 + i % 4] = query[i];
    }

    /// <summary>Launches the scan of a chunk for a few queries.</summary>
    public static void LaunchScan(Gpu gpu, ChunkView chunk, ArrayView<Four> queries, ArrayView<float> scores, int stride, int count)
    {
        var group = gpu.Group(ScanKernel.MaxGroup);
        var tile = ScanKernel.TileRows(group);
        var groups = Math.Min((chunk.Count + tile - 1) / tile, gpu.Groups(group, int.MaxValue));
        gpu.Kernels.Scan(new KernelConfig(groups, group), chunk, queries, scores, stride, count);
    }

    private static Action<ChunkView, ArrayView<float>, int> Scan(Gpu gpu, GpuRows rows, RowQuery[] queries)
    {
        var length = (rows.Dimensions + 7) / 8 * 2;
        var passes = (queries.Length + ScanKernel.Queries - 1) / ScanKernel.Queries;
        var fours = gpu.Workspace.Fours.Host(passes * ScanKernel.Queries * length);
        fours.Clear();
        for (var i = 0; i < queries.Length; i++) Pack(queries[i].Vector.Span, fours.Slice(i * length, length));
        var packed = gpu.Workspace.Fours.Upload(fours.Length);
        return (chunk, scores, stride) =>
        {
            for (var first = 0; first < queries.Length; first += ScanKernel.Queries)
            {
                LaunchScan(
                    gpu, chunk, packed.SubView(first * length, ScanKernel.Queries * length), scores.SubView((long)first * stride), stride,
                    Math.Min(ScanKernel.Queries, queries.Length - first));
            }
        };
    }

    private static Action<ChunkView, ArrayView<float>, int> Scan(Gpu gpu, GpuRows rows, RowQuery[] queries, TensorScan tensors)
    {
        var fragments = gpu.Workspace.Fragments;
        TensorScan.Pack(queries, fragments.Host(TensorKernel.Length((rows.Dimensions + 7) / 8)));
        var packed = fragments.Upload(TensorKernel.Length((rows.Dimensions + 7) / 8));
        return (chunk, scores, stride) => tensors.Launch(chunk, packed, scores, stride);
    }
}
