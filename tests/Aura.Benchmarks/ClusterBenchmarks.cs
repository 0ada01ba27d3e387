using System.Diagnostics;

namespace Aura.Benchmarks;

/// <summary>
/// The benchmark <c>cluster</c>, a program of its own in the folder Cluster: it needs Orleans, which this one must build without.
/// </summary>
internal static class ClusterBenchmarks
{
    public const string Name = "cluster";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Aura.Orleans.sln"))) root = root.Parent;
        if (root is null)
        {
            Console.Error.WriteLine("The benchmark 'cluster' is built from source: run it inside a clone of the repository.");
            return 2;
        }
        var project = Path.Combine(root.FullName, "tests", "Aura.Benchmarks", "Cluster");
        using var process = Process.Start("dotnet", ["run", "-c", "Release", "--project", project, "--", .. arguments]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
