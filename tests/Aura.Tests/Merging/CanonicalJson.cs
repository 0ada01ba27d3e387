using System.Globalization;
using System.Text.Json;

namespace Aura.Tests.Merging;

/// <summary>
/// JSON values as texts that are the same if the values are equal: keys sorted, escapes undone, numbers as they are spelt. It is written to
/// be seen through, not to be fast, so that the engine can be held against it.
/// </summary>
public static class CanonicalJson
{
    public static string Of(Payload value)
    {
        using var document = value.Open();
        return Of(document.RootElement);
    }

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Members(value) is { } members
            ? $"{{{string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{Quote(m.Key)}:{Of(m.Value)}"))}}}"
            : $"opaque {value.GetRawText()}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Of))}]",
        JsonValueKind.String => Text(value.GetString) is { } text ? Quote(text) : $"half {value.GetRawText()}",
        _ => value.GetRawText(),
    };

    /// <summary>An object's members; null if it has one twice, or one whose name is no text.</summary>
    public static Dictionary<string, JsonElement>? Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        return value.EnumerateObject().All(m => Text(() => m.Name) is { } name && members.TryAdd(name, m.Value)) ? members : null;
    }

    /// <summary>The ids of an array's elements in canonical form, in order; null if it is not an array of objects with ids of their own.</summary>
    public static List<string>? Ids(JsonElement value)
    {
        var ids = value.EnumerateArray().Select(Id).ToList();
        return ids.Contains(null) || ids.Distinct().Count() < ids.Count ? null : [.. ids.OfType<string>()];
    }

    /// <summary>The value a JSON Pointer leads to through objects only; null if it leads nowhere, or through an array.</summary>
    public static string? At(Payload document, string path)
    {
        using var opened = document.Open();
        var value = opened.RootElement;
        foreach (var token in path.Split('/').Skip(1))
        {
            if (value.ValueKind != JsonValueKind.Object || Members(value) is not { } members) return null;
            if (!members.TryGetValue(token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out value)) return null;
        }
        return Of(value);
    }

    private static string? Id(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        var ids = element.EnumerateObject().Where(m => Text(() => m.Name) == "id").Select(m => m.Value).ToList();
        return ids is [{ ValueKind: JsonValueKind.String or JsonValueKind.Number }] ? Of(ids[0]) : null;
    }

    private static string? Text(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Quote(string text) =>
        $"\"{string.Concat(text.Select(c => c is > ' ' and < '\u007f' and not '"' and not '\\' ? $"{c}" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")))}\"";
}
