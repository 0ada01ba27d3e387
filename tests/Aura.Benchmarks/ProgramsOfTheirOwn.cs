using System.Diagnostics;

namespace Aura.Benchmarks;

/// <summary>
/// The benchmarks that are programs of their own, each in a folder: they need packages that this program must build without, Orleans or ILGPU.
/// </summary>
internal static class ProgramsOfTheirOwn
{
    /// <summary>Their names and folders.</summary>
    public static IReadOnlyDictionary<string, string> Folders { get; } = new Dictionary<string, string> { ["cluster"] = "Cluster", ["gpu-check"] = "GpuCheck" };

    public static async Task<int> RunAsync(string name, string[] arguments)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Aura.Orleans.sln"))) root = root.Parent;
        if (root is null)
        {
            Console.Error.WriteLine($"The benchmark '{name}' is built from source: run it inside a clone of the repository.");
            return 2;
        }
        var project = Path.Combine(root.FullName, "tests", "Aura.Benchmarks", Folders[name]);
        using var process = Process.Start("dotnet", ["run", "-c", "Release", "--project", project, "--", .. arguments]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
