using Aura.Engine;
using Aura.Fabric.Gpu;

namespace Aura.Benchmarks.GpuCheck;

/// <summary>All that is checked and timed.</summary>
internal static class Check
{
    private const int Rounds = 15;
    private const int Batch = 32;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(IlgpuFabricDevice device, CheckOptions options)
    {
        // What only stands in for a GPU is held to no speed.
        var isGpu = device.Name.StartsWith("CUDA", StringComparison.Ordinal);
        var copy = await CopySpeed.MeasureAsync(device);
        List<Measurement> found = [new("copying in device memory", copy / 1e9, "GB/s")];
        foreach (var count in options.Rows)
        {
            try
            {
                var rows = new CheckRows(count, options.Dimensions);
                await using var resident = device.Allocate(options.Dimensions);
                for (var first = 0; first < count; first += rows.Part)
                {
                    var part = Math.Min(rows.Part, count - first);
                    await resident.AddAsync(rows.Vectors(first, part), CheckRows.Uses(first, part), default);
                }
                found.AddRange(await Answers.CompareAsync(rows, resident));
                found.AddRange((await TimeAsync(rows, resident, copy)).Select(m => isGpu ? m : m with { Target = null, Holds = null }));
                foreach (var (kernel, speed) in await KernelSpeeds.MeasureAsync(device, resident, rows.Queries(1, 1)[0]))
                    found.Add(Measurement.Beside($"{count:N0} x {options.Dimensions}: kernel {kernel}", speed / 1e9, "GB/s", "copying", copy / 1e9));
                if (isGpu) found.AddRange(await BesideTorchAsync(rows, resident));
            }
            catch (OutOfDeviceMemoryException e)
            {
                Console.WriteLine($"Not checked with {count:N0} rows: {e.Message}");
            }
        }
        return found;
    }

    private static async Task<IReadOnlyList<Measurement>> TimeAsync(CheckRows rows, IFabricRows resident, double copy)
    {
        var scanned = (rows.Dimensions + 7) / 8 * 16L * rows.Count;
        var thinking = CheckRows.Thinking(rows.Queries(1, 8)[0]);
        var levels = new float[rows.Count];
        int[] some = [.. Enumerable.Range(0, Math.Min(rows.Count, 100_000))];
        var floats = rows.Vectors(0, some.Length);
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(
            Rounds,
            () => resident.TopAsync(rows.Queries(1, 10), default).AsTask(),
            () => resident.TopAsync(rows.Queries(1, 1000), default).AsTask(),
            () => resident.TopAsync(rows.Queries(Batch, 10), default).AsTask(),
            () => resident.ThinkAsync(thinking, default).AsTask(),
            () => resident.BaseLevelsAsync(thinking.Now, thinking.Decay, levels, default).AsTask(),
            () => resident.ReadAsync(some, floats, default).AsTask(),
            () => resident.ReplaceAsync(some, floats, default).AsTask());
        var (one, thousand, batch, think) = (seconds[0], seconds[1], seconds[2], seconds[3]);
        string Name(string what) => $"{rows.Count:N0} x {rows.Dimensions}: {what}";
        Measurement Speed(string what, long bytes, double time) => Measurement.Beside(Name(what), bytes / time / 1e9, "GB/s", "copying", copy / 1e9);
        return
        [
            Measurement.AtLeast(Name("top 10 of one query"), scanned / one / 1e9, "GB/s", "copying", copy / 1e9, 0.85),
            Measurement.Beside(Name("top 1,000 of one query"), thousand * 1e3, "ms", "top 10", one * 1e3),
            Measurement.AtMost(Name($"top 10 of {Batch} queries"), batch * 1e3, "ms", "one query", one * 1e3, 2),
            Measurement.AtMost(Name("thinking"), think * 1e3, "ms", "top 10", one * 1e3, 1.5),
            Measurement.AtMost(Name("base levels, to the host"), seconds[4] * 1e3, "ms", "top 10", one * 1e3, 2),
            Speed($"{some.Length:N0} rows read", 4L * floats.Length, seconds[5]),
            Speed($"{some.Length:N0} rows replaced", 4L * floats.Length, seconds[6]),
        ];
    }

    private static async Task<IReadOnlyList<Measurement>> BesideTorchAsync(CheckRows rows, IFabricRows resident)
    {
        List<Measurement> found = [];
        foreach (var batch in (int[])[1, Batch])
        {
            foreach (var type in (string[])["float32", "bfloat16"])
            {
                if (await Torch.SecondsAsync(rows.Count, rows.Dimensions, batch, type) is not { } torch) return found;
                var own = await Benchmarks.Rounds.MedianSecondsAsync(Rounds, () => resident.TopAsync(rows.Queries(batch, 10), default).AsTask());
                found.Add(Measurement.AtMost(
                    $"{rows.Count:N0} x {rows.Dimensions}: top 10 of {batch}, exact in float32", own[0] * 1e3, "ms", $"torch, {type}", torch * 1e3, 1));
            }
        }
        return found;
    }
}
