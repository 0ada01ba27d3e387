using System.Globalization;
using System.Numerics;
using System.Text;

namespace Aura.Engine;

/// <summary>A JSON number of any size by what it is worth, so that 10, 1e1 and 1.0E+1 are one.</summary>
internal readonly record struct JsonNumber(bool Negative, string Digits, BigInteger Exponent)
{
    /// <summary>Reads a number of valid JSON.</summary>
    public static JsonNumber Read(ReadOnlySpan<byte> raw)
    {
        var negative = raw[0] == '-';
        var text = Encoding.ASCII.GetString(negative ? raw[1..] : raw);
        var mark = text.IndexOfAny(['e', 'E']);
        var exponent = mark < 0 ? BigInteger.Zero : BigInteger.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = mark < 0 ? text : text[..mark];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        significant = significant.TrimStart('0');
        return significant.Length == 0 ? new JsonNumber(false, "", 0) : new JsonNumber(negative, significant, exponent);
    }
}
