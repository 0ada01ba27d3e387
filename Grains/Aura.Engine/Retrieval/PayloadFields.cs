using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// Reads the fields of payloads. JSON may escape half a surrogate pair, which no string can hold: the fields of such a name, which nobody
/// can ask for, are passed over.
/// </summary>
internal static class PayloadFields
{
    /// <summary>Finds an object's field; the last one where a name comes twice.</summary>
    public static bool TryGet(JsonElement from, string name, out JsonElement value)
    {
        try
        {
            return from.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            var named = from.EnumerateObject().LastOrDefault(f => NameOf(f) == name);
            value = named.Value;
            return value.ValueKind != JsonValueKind.Undefined;
        }
    }

    /// <summary>A field's name; null if it has none that a string can hold.</summary>
    public static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
