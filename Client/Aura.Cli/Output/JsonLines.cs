using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aura.Cli;

/// <summary>Writes JSON for people to read.</summary>
internal static class JsonLines
{
    private const int MostCharacters = 4_000;
    private const int MostOfOneLine = 120;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A payload on indented lines.</summary>
    public static string Indented(Payload payload)
    {
        using var document = payload.Open();
        return Indented(document.RootElement);
    }

    /// <summary>A value on one line or, if it is long, on indented ones; cut short where it is very long.</summary>
    public static string Of(JsonElement value)
    {
        var text = value.GetRawText();
        var isLong = text.Length > MostOfOneLine || text.Contains('\n', StringComparison.Ordinal);
        if (isLong && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array) text = Indented(value);
        return text.Length <= MostCharacters ? text : $"{text.AsSpan(0, MostCharacters)}… ({text.Length:N0} characters in all)";
    }

    /// <summary>A payload on one line or, if it is long, on indented ones; cut short where it is very long.</summary>
    public static string Of(Payload payload)
    {
        using var document = payload.Open();
        return Of(document.RootElement);
    }

    /// <summary>A member's name; null if it escapes half a surrogate pair, which no string can hold.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Indented(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Readable);
        try
        {
            value.WriteTo(json);
            json.Flush();
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (InvalidOperationException)
        {
            // A string in it escapes half a surrogate pair, which cannot be written anew.
            return value.GetRawText();
        }
    }
}
