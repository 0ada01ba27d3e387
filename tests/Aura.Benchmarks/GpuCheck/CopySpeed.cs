using System.Diagnostics;
using Aura.Fabric.Gpu;
using ILGPU.Runtime;

namespace Aura.Benchmarks.GpuCheck;

/// <summary>How fast the device copies its own memory: the bytes that it reads and those that it writes.</summary>
internal static class CopySpeed
{
    private const int Rounds = 20;

    /// <summary>Measures it, in bytes a second.</summary>
    public static Task<double> MeasureAsync(IlgpuFabricDevice device) => device.RunAsync(gpu =>
    {
        var accelerator = gpu.Accelerator;
        var length = accelerator.AcceleratorType == AcceleratorType.CPU ? 1L << 26 : Math.Min(1L << 31, accelerator.MemorySize / 16);
        using var source = accelerator.Allocate1D<byte>(length);
        using var target = accelerator.Allocate1D<byte>(length);
        source.MemSetToZero();
        var speeds = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            accelerator.Synchronize();
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < Rounds; i++) target.View.CopyFrom(source.View);
            accelerator.Synchronize();
            speeds.Add(2.0 * length * Rounds / clock.Elapsed.TotalSeconds);
        }
        return Benchmarks.Rounds.Median(speeds);
    });
}
