using System.Text.Json;

namespace Aura.Cli;

/// <summary>Reads the fields of a line of JSON; what is missing, of another kind or unknown is refused.</summary>
internal static class JsonLineFields
{
    private const int MostShown = 40;

    /// <summary>Makes sure that a line is an object of these fields.</summary>
    /// <exception cref="InvalidInputException">It is none, or has others.</exception>
    public static void Only(JsonElement line, params ReadOnlySpan<string> known)
    {
        if (line.ValueKind != JsonValueKind.Object) throw new InvalidInputException("file", "an object is expected.");
        foreach (var field in line.EnumerateObject())
        {
            if (!known.Contains(field.Name)) throw new InvalidInputException("file", $"it has the field '{field.Name}': {string.Join(", ", known)} are known.");
        }
    }

    /// <summary>A text that must be there.</summary>
    /// <exception cref="InvalidInputException">It is missing, no string, or has no word.</exception>
    public static string Text(JsonElement line, string field)
    {
        var text = line.TryGetProperty(field, out var value) ? TextOf(value, field) : throw new InvalidInputException(field, $"{field} is missing.");
        return string.IsNullOrWhiteSpace(text) ? throw new InvalidInputException(field, $"{field} is empty.") : text;
    }

    /// <summary>A time; null if there is none.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static DateTimeOffset? Time(JsonElement line, string field)
    {
        if (!line.TryGetProperty(field, out var value)) return null;
        var text = TextOf(value, field);
        return MomentText.TryParse(text, out var time) ? time : throw new InvalidInputException(field, $"{field} is '{text}': {MomentText.Form} is expected.");
    }

    /// <summary>A list of texts; empty if there is none.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static IReadOnlyList<string> Texts(JsonElement line, string field)
    {
        if (!line.TryGetProperty(field, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array) throw new InvalidInputException(field, $"{field} is no array of strings.");
        return [.. value.EnumerateArray().Select(item => TextOf(item, field))];
    }

    private static string TextOf(JsonElement value, string field)
    {
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        var shown = value.GetRawText() is { Length: > MostShown } raw ? raw[..MostShown] + "…" : value.GetRawText();
        throw new InvalidInputException(field, $"{field} is {shown}: a string is expected.");
    }
}
