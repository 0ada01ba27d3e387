using System.Globalization;

namespace Aura.Cli;

/// <summary>How a point on a line is named in one word: by a version, a state's id, or the time when Aura had stored it.</summary>
internal static class LinePoint
{
    /// <summary>The forms, for people.</summary>
    public const string Forms = "a version, a state's id, or a time like 2026-11-22T21:30:00Z, UTC if it names no zone";

    /// <summary>Reads a point; null if the text is none.</summary>
    public static LoadRequest? TryParse(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version)) return new LoadRequest { Version = version };
        if (StateId.TryParse(text, null, out var id)) return new LoadRequest { Id = id };
        return MomentText.TryParse(text, out var time) ? new LoadRequest { RecordedAt = time } : null;
    }
}
