using Aura.Engine;

namespace Aura.Cli;

/// <summary>Prints a state as one line.</summary>
internal static class StateLine
{
    public static void Print(Screen screen, AgentState state)
    {
        var branch = state.Branch == BranchNames.Main ? "" : $" [{state.Branch}]";
        screen.Line($"[bold]{state.Agent}@{state.Version}[/]{branch}  [grey]{Times.Show(state.OccurredAt)}[/]  [blue]{state.Type}[/]  {StateSummary.Of(state)}");
    }
}
