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

    public override string ToString() => _text;
}
