using System.Globalization;

namespace Aura.Cli;

/// <summary>Prints speculations for people: their futures by rank, and what was promoted.</summary>
internal static class SpeculationLines
{
    /// <summary>Whether nothing more will come of a future.</summary>
    public static bool HasEnded(FutureInfo future) => future.Status is not (FutureStatus.Running or FutureStatus.Driven);

    /// <summary>Prints one line for each.</summary>
    public static void List(Screen screen, IReadOnlyList<SpeculationInfo> speculations)
    {
        if (speculations.Count == 0) screen.Line($"There are no speculations.");
        foreach (var info in speculations)
        {
            var winner = info.Winner is { } name ? $"  won by {name}" : "";
            var ended = info.HasEnded ? "" : $", {info.Futures.Count(HasEnded)} at their end";
            var futures = Counted.Of(info.Futures.Count, "future");
            screen.Line($"[bold]{info.Name}[/]  {info.Status.ToString().ToLowerInvariant()}  {futures}{ended}  since {Times.Show(info.StartedAt)}{winner}");
        }
    }

    /// <summary>Prints the futures of one, the best first, and how it ended.</summary>
    public static async Task PrintAsync(Screen screen, IAura aura, SpeculationInfo info, CancellationToken cancellationToken)
    {
        var names = Math.Max(4, info.Futures.Max(f => TerminalText.Clean(f.Name).Length));
        screen.Line($"[grey]{"name".PadRight(names)}  {"status",-9}  {"states",6}  {"score",10}  branch[/]");
        foreach (var future in info.Futures.OrderByDescending(f => f.Score ?? double.NegativeInfinity))
        {
            var score = future.Score is { } number ? number.ToString("0.####", CultureInfo.InvariantCulture) : "-";
            var status = future.Status.ToString().ToLowerInvariant().PadRight(9);
            var problem = future.Problem is { } why ? $"  {why}" : "";
            var name = TerminalText.Clean(future.Name).PadRight(names);
            screen.Line($"[bold]{name}[/]  [{StatusColours.Of(future.Status)}]{status}[/]  {future.States,6:N0}  {score,10}  {future.Branch}{problem}");
        }
        screen.Line($"");
        if (info.Promotion is { } id && await aura.FindAsync(id, cancellationToken) is { } promotion)
            screen.Line($"Promoted [bold]{info.Winner}[/] to [bold]{info.Branch}[/]: [bold]{StateReference.NameOf(promotion)}[/], {id.ToString()}");
        else if (info.Winner is { } winner) screen.Line($"[bold]{winner}[/] is the best, and stays on its branch");
        else if (info.Status == SpeculationStatus.Cancelled) screen.Line($"Cancelled: no future was promoted");
        else screen.Line($"No future came to its end with a score: none was promoted");
    }
}
