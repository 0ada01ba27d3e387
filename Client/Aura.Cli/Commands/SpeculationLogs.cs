using System.CommandLine;

namespace Aura.Cli;

/// <summary>The branches on which speculations keep what happened to them: no futures of the agent, and so left out where branches are shown.</summary>
internal static class SpeculationLogs
{
    /// <summary>The option that shows them too.</summary>
    public static Option<bool> All() => new("--all") { Description = "Also the logs of speculations" };

    /// <summary>The branches without the logs, unless all are asked for.</summary>
    public static IReadOnlyList<BranchInfo> Without(IReadOnlyList<BranchInfo> branches, bool all) =>
        all ? branches : [.. branches.Where(b => !b.Name.StartsWith(BranchNames.SpeculationPrefix, StringComparison.Ordinal))];

    /// <summary>Says how many were left out.</summary>
    public static void Hint(Screen screen, int leftOut)
    {
        if (leftOut == 0) return;
        var it = leftOut == 1 ? "it" : "them";
        screen.Hint($"aura: {Counted.Of(leftOut, "log of a speculation is", "logs of speculations are")} left out: --all shows {it}.");
    }
}
