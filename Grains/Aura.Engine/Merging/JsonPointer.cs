using System.Globalization;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>A JSON Pointer (RFC 6901): the names and indices that lead to a value.</summary>
internal sealed class JsonPointer
{
    private readonly string _text;
    private readonly string[] _tokens;

    private JsonPointer(string text, string[] tokens) => (_text, _tokens) = (text, tokens);

    public int Depth => _tokens.Length;

    public string Last => _tokens[^1];

    public ReadOnlySpan<string> Parents => _tokens.AsSpan(0, Depth - 1);

    /// <summary>Reads a pointer; null if the text is none.</summary>
    public static JsonPointer? TryParse(string text)
    {
        if (text.Length == 0) return new JsonPointer(text, []);
        if (text[0] != '/') return null;
        for (var i = text.IndexOf('~', StringComparison.Ordinal); i >= 0; i = text.IndexOf('~', i + 1))
        {
            if (i + 1 == text.Length || text[i + 1] is not ('0' or '1')) return null;
        }
        // ~1 first, so that ~01 is the name ~1 (RFC 6901, section 4).
        var tokens = text[1..].Split('/').Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        return new JsonPointer(text, [.. tokens]);
    }

    /// <summary>Whether the other leads to a place inside the value this leads to.</summary>
    public bool Encloses(JsonPointer other) => Depth < other.Depth && _tokens.AsSpan().SequenceEqual(other._tokens.AsSpan(0, Depth));

    /// <summary>Goes the way from a value; false if it leads nowhere.</summary>
    public bool TryFind(JsonElement from, out JsonElement found)
    {
        found = from;
        foreach (var token in _tokens)
        {
            switch (found.ValueKind)
            {
                case JsonValueKind.Object:
                    if (!PayloadFields.TryGet(found, token, out found)) return false;
                    break;
                case JsonValueKind.Array:
                    if (!TryIndex(token, out var index) || index >= found.GetArrayLength()) return false;
                    found = found[index];
                    break;
                default:
                    return false;
            }
        }
        return true;
    }

    // No leading zeros, no signs; the '-' of the RFC stands for a place that does not exist yet.
    private static bool TryIndex(string token, out int index) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (token.Length == 1 || token[0] != '0');

    public override string ToString() => _text;
}
