using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Aura.Benchmarks.GpuCheck;

/// <summary>PyTorch on the same GPU, in the same run.</summary>
internal static class Torch
{
    private const string Script = """
        import sys, time, statistics, torch
        rows, dimensions, batch, kind = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), getattr(torch, sys.argv[4])
        m = torch.empty(rows, dimensions, dtype=kind, device="cuda")
        for part in m.split(100000): part.copy_(torch.nn.functional.normalize(torch.randn(part.shape, device="cuda")))
        q = torch.nn.functional.normalize(torch.randn(dimensions, batch, device="cuda"), dim=0).to(kind)
        q = q[:, 0].contiguous() if batch == 1 else q
        times = []
        for i in range(30):
            torch.cuda.synchronize()
            start = time.perf_counter()
            torch.topk(m @ q, 10, dim=0).indices.tolist()
            times.append(time.perf_counter() - start)
        print(statistics.median(times[10:]))
        """;

    /// <summary>The seconds that <c>torch.topk(M @ q, 10)</c> takes, from the query to the rows' numbers; null if there is no torch that can.</summary>
    /// <param name="rows">The rows of M.</param>
    /// <param name="dimensions">Their dimension.</param>
    /// <param name="batch">The columns of q.</param>
    /// <param name="type">What M and q are made of: <c>float32</c> or <c>bfloat16</c>.</param>
    public static async Task<double?> SecondsAsync(int rows, int dimensions, int batch, string type)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", Script, $"{rows}", $"{dimensions}", $"{batch}", type])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var (output, error) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
            await python.WaitForExitAsync();
            if (python.ExitCode == 0) return double.Parse(await output, CultureInfo.InvariantCulture);
            Console.WriteLine($"Not compared with torch: {(await error).TrimEnd().Split('\n')[^1]}");
        }
        catch (Win32Exception)
        {
            Console.WriteLine("Not compared with torch: there is no python3.");
        }
        return null;
    }
}
