using System.Globalization;

namespace Aura.Cli;

/// <summary>How times are written on a command line.</summary>
internal static class MomentText
{
    /// <summary>The form, for people.</summary>
    public const string Form = "a time like 2026-11-22T21:30:00Z";

    /// <summary>Reads a time; UTC if it names no zone.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>Reads a time, or one that lies as far from now as a span after a plus sign says: <c>+30d</c>.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        if (!text.StartsWith('+')) return TryParse(text, out time);
        time = default;
        if (!DurationText.TryParse(text[1..], out var span) || span > DateTimeOffset.MaxValue - now) return false;
        time = now + span;
        return true;
    }
}
