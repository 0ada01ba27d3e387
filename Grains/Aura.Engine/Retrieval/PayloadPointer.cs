using System.Globalization;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>The way to one value inside a payload: a JSON pointer (RFC 6901), such as <c>/plan/0/name</c>.</summary>
internal sealed class PayloadPointer
{
    private readonly string[] _steps;

    private PayloadPointer(string[] steps) => _steps = steps;

    /// <summary>Reads a pointer; null if the text is none.</summary>
    public static PayloadPointer? Parse(string text)
    {
        if (text.Length == 0) return new PayloadPointer([]);
        if (text[0] != '/') return null;
        for (var at = text.IndexOf('~', StringComparison.Ordinal); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1')) return null;
        }
        return new PayloadPointer(Array.ConvertAll(
            text[1..].Split('/'), s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
    }

    /// <summary>Goes the way from a value; false if it leads nowhere.</summary>
    public bool TryFind(JsonElement from, out JsonElement found)
    {
        found = from;
        foreach (var step in _steps)
        {
            switch (found.ValueKind)
            {
                case JsonValueKind.Object:
                    if (!PayloadFields.TryGet(found, step, out found)) return false;
                    break;
                case JsonValueKind.Array:
                    if (!TryIndex(step, out var index) || index >= found.GetArrayLength()) return false;
                    found = found[index];
                    break;
                default:
                    return false;
            }
        }
        return true;
    }

    // No leading zeros, no signs; the '-' of the RFC stands for a place that does not exist yet.
    private static bool TryIndex(string step, out int index) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (step.Length == 1 || step[0] != '0');
}
