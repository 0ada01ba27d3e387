using System.Globalization;

namespace Aura.Silo;

/// <summary>A number of bytes as people write it: <c>1048576</c>, <c>512 MiB</c>, <c>1.5GiB</c>.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB"];

    /// <summary>Reads it; null if it is none, or more than can be counted.</summary>
    public static long? Parse(string text)
    {
        var unit = Array.FindIndex(Units, u => text.EndsWith(u, StringComparison.OrdinalIgnoreCase));
        var number = (unit < 0 ? text : text[..^Units[unit].Length]).Trim();
        const NumberStyles plain = NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(number, plain, CultureInfo.InvariantCulture, out var count)) return null;
        var factor = 1L << (10 * (unit + 1));
        return count <= long.MaxValue / factor ? (long)(count * factor) : null;
    }
}
