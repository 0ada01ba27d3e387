using System.Globalization;

namespace Aura.Benchmarks.GpuCheck;

/// <summary>What is checked.</summary>
internal sealed record CheckOptions
{
    public const string Help = """
        Usage: gpu-check [--device cuda|opencl|auto|ilgpu-cpu] [--rows N] [--dimensions N] [--json FILE]

        Compares what every kernel answers with a plain computation, and times it beside the device's own copying and, where python3 has torch, beside
        torch.topk(M @ q). Without --rows it does so with 1,000,000 and with 10,000,000 rows, of which each takes about 3 KB of the device's memory.
        Ends with 0 if all answers are right and, on CUDA, all targets are met, with 1 if not, and with 2 if there is no such device.

        To carry it to a machine that has nothing but a driver:
          dotnet publish tests/Aura.Benchmarks/GpuCheck -c Release -r linux-x64 -o gpu-check
          tar czf gpu-check.tar.gz gpu-check
        """;

    public string Device { get; private init; } = "cuda";

    public IReadOnlyList<int> Rows { get; private init; } = [1_000_000, 10_000_000];

    public int Dimensions { get; private init; } = 768;

    public string? Json { get; private init; }

    /// <summary>Reads the arguments; null if they cannot be understood, or ask for help.</summary>
    public static CheckOptions? TryParse(string[] arguments)
    {
        var options = new CheckOptions();
        foreach (var pair in arguments.Chunk(2))
        {
            var read = pair switch
            {
                ["--device", var kind] => options with { Device = kind },
                ["--rows", var text] when Number(text) is { } rows => options with { Rows = [rows] },
                ["--dimensions", var text] when Number(text) is { } dimensions => options with { Dimensions = dimensions },
                ["--json", var file] => options with { Json = file },
                _ => null,
            };
            if (read is null) return null;
            options = read;
        }
        return options;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : null;
}
