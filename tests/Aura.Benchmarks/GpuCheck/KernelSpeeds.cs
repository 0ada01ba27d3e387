using System.Diagnostics;
using Aura.Engine;
using Aura.Fabric.Gpu;
using Aura.Fabric.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Benchmarks.GpuCheck;

/// <summary>How fast kernels that go over all rows are by themselves, in bytes of rows, uses and scores read a second.</summary>
internal static class KernelSpeeds
{
    private const int Rounds = 10;

    /// <summary>Times them.</summary>
    public static Task<IReadOnlyList<(string Kernel, double BytesPerSecond)>> MeasureAsync(IlgpuFabricDevice device, IFabricRows resident, RowQuery query) =>
        device.RunAsync(gpu => Measure(gpu, (GpuRows)resident, query));

    private static IReadOnlyList<(string, double)> Measure(Gpu gpu, GpuRows rows, RowQuery query)
    {
        var width = (rows.Dimensions + 7) / 8;
        var vectors = width * 16L * rows.Count;
        var space = gpu.Workspace;
        var seen = space.Softmaxes.Device(gpu.Groups(gpu.Group(ThinkKernel.MaxGroup), 4 * gpu.Group(ThinkKernel.MaxGroup)));
        var sums = space.Sums.Device(seen.Length * width * 8);
        seen.MemSetToZero();
        sums.MemSetToZero();
        space.Heads.Host(1)[0] = new QueryHead(1, 0, -1);
        var heads = space.Heads.Upload(1);
        var fours = space.Fours.Device(2L * width * ScanKernel.Queries);
        fours.MemSetToZero();
        TopSearch.Pack(query.Vector.Span, space.Fours.Host(2 * width));
        space.Fours.Upload(2 * width);
        var fragments = space.Fragments.Device(TensorKernel.Length(width));
        fragments.MemSetToZero();

        ArrayView<float> Scores(ChunkView chunk, int queries) => space.Scores.Device((long)queries * Stride(chunk));
        var found = new List<(string, double)>
        {
            ("Scan", vectors / Time(chunk => TopSearch.LaunchScan(gpu, chunk, fours, Scores(chunk, ScanKernel.Queries), Stride(chunk), ScanKernel.Queries))),
            ("Think", vectors / Time(chunk => gpu.Kernels.Think(
                new KernelConfig((int)seen.Length, gpu.Group(ThinkKernel.MaxGroup)), chunk, fours, ArrayView<uint>.Empty,
                space.Levels.Device(chunk.Count), 16, 16, Scores(chunk, 1), seen, sums))),
            ("Levels", rows.Count * (Interop.SizeOf<RowUses>() + 4.0) / Time(chunk =>
                gpu.Kernels.Levels(gpu.Threads(chunk.Count), chunk, 2e9, 0.5, space.Levels.Device(chunk.Count)))),
            ("Blocks", rows.Count * 4.0 / Time(chunk => gpu.Kernels.Blocks(
                gpu.Threads(Stride(chunk) / BlocksKernel.Rows), Scores(chunk, 1), Stride(chunk), chunk.First, chunk.Count, heads, space.Masks.Device(0),
                space.Maxima.Device(Stride(chunk) / BlocksKernel.Rows)))),
        };
        if (gpu.Tensors is { } tensors)
            found.Add(("Tensor", vectors / Time(chunk => tensors.Launch(chunk, fragments, Scores(chunk, TensorKernel.Queries), Stride(chunk)))));
        return found;

        double Time(Action<ChunkView> launch)
        {
            var seconds = new List<double>();
            for (var round = -2; round < Rounds; round++)
            {
                gpu.Accelerator.Synchronize();
                var clock = Stopwatch.StartNew();
                foreach (var chunk in rows.Chunks()) launch(chunk);
                gpu.Accelerator.Synchronize();
                if (round >= 0) seconds.Add(clock.Elapsed.TotalSeconds);
            }
            return Benchmarks.Rounds.Median(seconds);
        }
    }

    private static int Stride(ChunkView chunk) => (chunk.Count + BlocksKernel.Rows - 1) / BlocksKernel.Rows * BlocksKernel.Rows;
}
