using System.Buffers.Text;
using System.Text;

namespace Aura.Engine;

/// <summary>The inside of JSON strings, between UTF-8 with and without escapes and the tokens of JSON Pointers (RFC 6901).</summary>
internal static class JsonText
{
    private const int HexDigits = 4;

    /// <summary>The text without escapes; null if it holds half a surrogate pair, and so is no text.</summary>
    public static byte[]? Unescape(ReadOnlySpan<byte> raw)
    {
        // No escape is shorter than what it stands for.
        var text = new byte[raw.Length];
        var length = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0) plain = raw.Length;
            raw[..plain].CopyTo(text.AsSpan(length));
            length += plain;
            raw = raw[plain..];
            if (raw.IsEmpty) break;
            if (raw[1] != 'u')
            {
                text[length++] = Meant(raw[1]);
                raw = raw[2..];
            }
            else if (TakeRune(ref raw) is { } rune)
            {
                length += rune.EncodeToUtf8(text.AsSpan(length));
            }
            else
            {
                return null;
            }
        }
        return text[..length];
    }

    /// <summary>Writes text as the inside of a JSON string.</summary>
    public static void AppendEscaped(JsonBuffer to, ReadOnlySpan<byte> text)
    {
        foreach (var unit in text) AppendEscaped(to, unit);
    }

    /// <summary>Writes a name as a JSON Pointer's token, inside a JSON string.</summary>
    public static void AppendToken(JsonBuffer to, ReadOnlySpan<byte> name)
    {
        foreach (var unit in name)
        {
            if (unit == '~') to.Append("~0"u8);
            else if (unit == '/') to.Append("~1"u8);
            else AppendEscaped(to, unit);
        }
    }

    /// <summary>A name as a JSON Pointer's token.</summary>
    public static string Token(ReadOnlySpan<byte> name) =>
        Encoding.UTF8.GetString(name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static void AppendEscaped(JsonBuffer to, byte unit)
    {
        if (unit is (byte)'"' or (byte)'\\')
        {
            to.Append((byte)'\\');
            to.Append(unit);
        }
        else if (unit < ' ')
        {
            to.Append(unit < 16 ? "\\u000"u8 : "\\u001"u8);
            to.Append("0123456789abcdef"u8[unit & 15]);
        }
        else
        {
            to.Append(unit);
        }
    }

    private static byte Meant(byte escaped) => escaped switch
    {
        (byte)'b' => (byte)'\b', (byte)'f' => (byte)'\f', (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', _ => escaped,
    };

    // Takes one escaped code unit, or a pair of them, off the text's beginning.
    private static Rune? TakeRune(ref ReadOnlySpan<byte> raw)
    {
        var high = TakeUnit(ref raw);
        if (!char.IsSurrogate(high)) return new Rune(high);
        return raw is [(byte)'\\', (byte)'u', ..] && Rune.TryCreate(high, TakeUnit(ref raw), out var rune) ? rune : null;
    }

    private static char TakeUnit(ref ReadOnlySpan<byte> raw)
    {
        Utf8Parser.TryParse(raw.Slice(2, HexDigits), out ushort unit, out _, 'X');
        raw = raw[(2 + HexDigits)..];
        return (char)unit;
    }
}
