using System.Diagnostics;

namespace Aura.Tests.Hosting;

/// <summary>Data that lies beside the checkout, where the machine has it.</summary>
public static class SharedData
{
    /// <summary>The traces of 200 real runs of an agent of an airline.</summary>
    public const string AirlineRuns = "data/tau-bench/gpt-4o-airline.json";

    /// <summary>The path of a file; the test is skipped by the file's name where there is none.</summary>
    public static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", name);
            if (File.Exists(file)) return file;
        }
        Assert.Skip($"There is no shared/{name} beside this checkout.");
        throw new UnreachableException();
    }
}
