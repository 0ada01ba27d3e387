using System.Text;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>The text of a JSON value: what is embedded and indexed of a memory, a thought or a context.</summary>
public static class MemoryText
{
    /// <summary>
    /// A string is its own text. Of any other value it is all strings and numbers in it, in order, each on a line of its own: the names of
    /// members, which all records of a kind share, say little of any one of them. A string with half a surrogate pair is no text.
    /// </summary>
    /// <returns>The text; empty if there is none.</returns>
    public static string Of(Payload value)
    {
        var text = new StringBuilder();
        var reader = new Utf8JsonReader(value.Utf8.Span);
        while (reader.Read())
        {
            if (TextOf(in reader) is not { Length: > 0 } part) continue;
            if (text.Length > 0) text.Append('\n');
            text.Append(part);
        }
        return text.ToString();
    }

    private static string? TextOf(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when reader.ValueIsEscaped => JsonText.Unescape(reader.ValueSpan) is { } utf8 ? Encoding.UTF8.GetString(utf8) : null,
        JsonTokenType.String or JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };
}
