using System.Text.RegularExpressions;

namespace Aura.Cli;

/// <summary>Writes a word as a POSIX shell reads it.</summary>
internal static partial class ShellWord
{
    public static string Quote(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^[A-Za-z0-9:/@._-]+$")]
    private static partial Regex Plain();
}
