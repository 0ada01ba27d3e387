using System.Globalization;
using System.Text.RegularExpressions;

namespace Aura.Cli;

/// <summary>How spans of time are written on a command line.</summary>
internal static partial class DurationText
{
    /// <summary>The forms, for people.</summary>
    public const string Forms = "30s, 30m, 12h, 7d or hh:mm:ss";

    /// <summary>Reads a span of time.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (Clock().IsMatch(text)) return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        var match = Counted().Match(text);
        if (!match.Success) return false;
        var seconds = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * match.Groups["unit"].Value switch
        {
            "d" => 86_400,
            "h" => 3_600,
            "m" => 60,
            _ => 1,
        };
        if (seconds >= TimeSpan.MaxValue.TotalSeconds) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)(?<unit>[smhd])$")]
    private static partial Regex Counted();

    [GeneratedRegex("^[0-9]{1,2}:[0-9]{2}:[0-9]{2}$")]
    private static partial Regex Clock();
}
