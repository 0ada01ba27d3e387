using System.Globalization;
using System.Text;

namespace Aura.Cli;

/// <summary>Makes stored text harmless to a terminal: payloads and names may come from anywhere.</summary>
internal static class TerminalText
{
    /// <summary>Leaves out control and invisible format characters, which could move the cursor or turn the direction of text.</summary>
    public static string Clean(string text, bool keepLines = false)
    {
        if (!text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsHostile(rune) || keepLines && rune.Value == '\n') clean.Append(rune);
        }
        return clean.ToString();
    }

    /// <summary>Writes such characters inside JSON as escapes: the same value, and harmless.</summary>
    public static string EscapeJson(string json)
    {
        var escaped = new StringBuilder(json.Length);
        foreach (var rune in json.EnumerateRunes())
        {
            if (!IsHostile(rune) || rune.Value is '\n' or '\r' or '\t') escaped.Append(rune);
            else
            {
                foreach (var unit in rune.ToString()) escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }
        return escaped.ToString();
    }

    // Joiners belong to writing: Persian and emoji need them.
    private static bool IsHostile(Rune rune) =>
        Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200c or 0x200d);
}
