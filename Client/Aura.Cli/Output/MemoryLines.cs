using System.Globalization;
using Aura.Engine;

namespace Aura.Cli;

/// <summary>Prints memories for people.</summary>
internal static class MemoryLines
{
    // Interpretations that begin alike for so many characters are shown from so many before their difference.
    private const int MostAlike = 60;
    private const int Lead = 20;

    /// <summary>What a memory says, on one line.</summary>
    public static string TextOf(Memory memory) => StateSummary.Of(memory.Content);

    /// <summary>What an interpretation of it says, on one line; the content where it has no words of its own.</summary>
    public static string TextOf(Memory memory, string? interpretation) =>
        memory.Interpretations.FirstOrDefault(i => i.Label == interpretation)?.Text is { } text ? StateSummary.Shorten(text) : TextOf(memory);

    /// <summary>A memory without its vectors, which are of no use to people.</summary>
    public static Memory WithoutVectors(Memory memory) =>
        memory with { Interpretations = [.. memory.Interpretations.Select(i => i with { Vector = default })] };

    /// <summary>A number that is a score, a similarity or an activation.</summary>
    public static string Number(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Prints one line, and one more for each interpretation where there are several and they are wanted.</summary>
    public static void Print(Screen screen, Memory memory, bool interpretations)
    {
        var sources = memory.Sources.Count == 0 ? "" : $"  of {Counted.Of(memory.Sources.Count, "episode")}";
        var superposed = memory.Interpretations.Count < 2 ? "" : $"  {memory.Interpretations.Count} interpretations";
        var into = memory.ConsolidatedInto is { } semantic ? $"  part of {semantic}" : "";
        var archived = memory.Archived ? "  archived" : "";
        var (time, rest) = (Times.Show(memory.OccurredAt), sources + superposed + into + archived);
        screen.Line($"[bold]{memory.Id}[/]  [grey]{time}[/]  [blue]{NameOf(memory.Tier)}[/]{rest}  {TextOf(memory)}");
        if (interpretations && memory.Interpretations.Count > 1) PrintInterpretations(screen, memory);
    }

    /// <summary>Prints each interpretation: its weight, its label and what it says.</summary>
    public static void PrintInterpretations(Screen screen, Memory memory)
    {
        foreach (var interpretation in memory.Interpretations)
            screen.Line($"  {interpretation.Weight,6:0.000}  [bold]{interpretation.Label}[/]  {DifferenceOf(memory, interpretation)}");
    }

    /// <summary>What an interpretation says, on one line that begins shortly before it differs from the others, where they begin alike for long.</summary>
    public static string DifferenceOf(Memory memory, Interpretation interpretation)
    {
        if (interpretation.Text is not { } text) return TextOf(memory);
        var alike = memory.Interpretations.Min(other => text.AsSpan().CommonPrefixLength(other == interpretation ? text : other.Text));
        var begin = alike < MostAlike ? -1 : text.LastIndexOf(' ', alike - Lead);
        return begin < 0 ? StateSummary.Shorten(text) : "…" + StateSummary.Shorten(text[(begin + 1)..]);
    }

    /// <summary>A tier's name.</summary>
    public static string NameOf(MemoryTier tier) => tier.ToString().ToLowerInvariant();
}
