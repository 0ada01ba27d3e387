using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aura.Client;

/// <summary>Turns text of a file into names and labels that Aura takes, whatever it holds.</summary>
internal static class ChatText
{
    private const int DigestCharacters = 12;

    /// <summary>The value of a string; null if it holds half a surrogate pair, and so has none.</summary>
    public static string? Of(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The value of an object's field, if that is a string.</summary>
    public static string? Of(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? Of(value) : null;

    /// <summary>The value of an object's field, if that is a string or a number.</summary>
    public static string? NameOf(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Of(element, field);

    /// <summary>A label of at most so many characters, without control characters.</summary>
    public static string Label(string prefix, string text, int longest)
    {
        var clean = prefix + Clean(text);
        return clean.Length <= longest ? clean : Cut(clean, longest - 1) + "…";
    }

    /// <summary>A name of at most so many characters, without control characters. Names that differ stay different, also when they are cut.</summary>
    public static string Name(string text, int longest)
    {
        var clean = Clean(text);
        if (clean.Length <= longest) return clean;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestCharacters];
        return $"{Cut(clean, longest - DigestCharacters - 1)}-{digest}";
    }

    // Runes, since half a surrogate pair is not allowed either: it becomes U+FFFD.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        return clean.ToString();
    }

    private static string Cut(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
