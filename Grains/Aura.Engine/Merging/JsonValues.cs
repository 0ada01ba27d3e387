using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// Compares JSON by value: objects whatever the order of their keys, strings whatever their escapes, numbers by how they are spelt.
/// An object that has a key twice, or a key with half a surrogate pair, is opaque: it equals only its own bytes, and nobody looks inside.
/// A string with half a surrogate pair equals only its own bytes, too.
/// </summary>
internal static class JsonValues
{
    /// <summary>The value's bytes; none if it is absent.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? default : JsonMarshal.GetRawUtf8Value(value);

    /// <summary>Whether the bytes are the same, which is quick to find out, or both are absent.</summary>
    public static bool Same(JsonElement a, JsonElement b) => Raw(a).SequenceEqual(Raw(b));

    /// <summary>Whether two values are equal, or both absent.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="numbersByWorth">Whether numbers that are spelt differently and worth the same are equal, too.</param>
    public static bool Equal(JsonElement a, JsonElement b, bool numbersByWorth = false)
    {
        if (Same(a, b)) return true;
        if (a.ValueKind != b.ValueKind) return false;
        return a.ValueKind switch
        {
            JsonValueKind.Object => EqualObjects(a, b, numbersByWorth),
            JsonValueKind.Array => EqualArrays(a, b, numbersByWorth),
            JsonValueKind.String => EqualStrings(Raw(a), Raw(b)),
            JsonValueKind.Number => numbersByWorth && JsonNumber.Read(Raw(a)) == JsonNumber.Read(Raw(b)),
            _ => false,
        };
    }

    /// <summary>A number that equal values share.</summary>
    public static int Hash(JsonElement value)
    {
        var hash = new HashCode();
        hash.Add(value.ValueKind);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when KeyedValues.OfObject(value) is { } members:
                // A sum, since the order of keys does not matter.
                var sum = 0;
                for (var i = 0; i < members.Count; i++)
                {
                    var member = new HashCode();
                    member.AddBytes(members.Key(i));
                    member.Add(Hash(members.Value(i)));
                    sum = unchecked(sum + member.ToHashCode());
                }
                hash.Add(sum);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) hash.Add(Hash(item));
                break;
            case JsonValueKind.String when Raw(value).Contains((byte)'\\') && JsonText.Unescape(Raw(value)) is { } text:
                hash.AddBytes(text);
                break;
            default:
                hash.AddBytes(Raw(value));
                break;
        }
        return hash.ToHashCode();
    }

    /// <summary>How deep objects and arrays are nested in it: 0 for any other value.</summary>
    public static int Depth(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = 2 * Payload.MaxDepth });
        var depth = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) depth = Math.Max(depth, reader.CurrentDepth + 1);
        }
        return depth;
    }

    private static bool EqualObjects(JsonElement a, JsonElement b, bool numbersByWorth)
    {
        if (a.GetPropertyCount() != b.GetPropertyCount()) return false;
        if (KeyedValues.OfObject(a) is not { } left || KeyedValues.OfObject(b) is not { } right) return false;
        for (var i = 0; i < left.Count; i++)
        {
            var j = right.Find(left.Key(i), i);
            if (j < 0 || !Equal(left.Value(i), right.Value(j), numbersByWorth)) return false;
        }
        return true;
    }

    private static bool EqualArrays(JsonElement a, JsonElement b, bool numbersByWorth)
    {
        if (a.GetArrayLength() != b.GetArrayLength()) return false;
        foreach (var (left, right) in a.EnumerateArray().Zip(b.EnumerateArray()))
        {
            if (!Equal(left, right, numbersByWorth)) return false;
        }
        return true;
    }

    private static bool EqualStrings(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        (a.Contains((byte)'\\') || b.Contains((byte)'\\'))
        && JsonText.Unescape(a) is { } left && JsonText.Unescape(b) is { } right && left.AsSpan().SequenceEqual(right);
}
