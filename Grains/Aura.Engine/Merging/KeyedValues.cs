using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// The members of an object by name, or the elements of an array by their field <c>id</c>, each key once. Keys are UTF-8 without escapes;
/// those of elements have a mark that tells numbers from strings.
/// </summary>
internal sealed class KeyedValues
{
    // Up to so many keys are compared one by one sooner than hashed.
    private const int Few = 8;

    private readonly JsonProperty[]? _members;
    private readonly JsonElement[]? _elements;
    private readonly JsonElement[]? _ids;
    private byte[]?[]? _unescaped;
    private int[]? _first;
    private int[]? _next;

    private KeyedValues(JsonProperty[] members)
    {
        _members = members;
        Count = members.Length;
    }

    private KeyedValues(JsonElement[] elements, JsonElement[] ids)
    {
        (_elements, _ids) = (elements, ids);
        Count = elements.Length;
    }

    public int Count { get; }

    /// <summary>Whether these are an array's elements.</summary>
    public bool IsArray => _members is null;

    /// <summary>An object's members; null if it is opaque.</summary>
    public static KeyedValues? OfObject(JsonElement value)
    {
        var members = new JsonProperty[value.GetPropertyCount()];
        var i = 0;
        foreach (var member in value.EnumerateObject()) members[i++] = member;
        var keyed = new KeyedValues(members);
        for (i = 0; i < members.Length; i++)
        {
            var name = keyed.RawName(i);
            if (!name.Contains((byte)'\\')) continue;
            if (JsonText.Unescape(name) is not { } text) return null;
            (keyed._unescaped ??= new byte[members.Length][])[i] = text;
        }
        return keyed.Index() ? keyed : null;
    }

    /// <summary>An array's elements; null unless every one is an object with a string or a number as its one <c>id</c>, and no two share it.</summary>
    public static KeyedValues? OfArray(JsonElement value)
    {
        var elements = new JsonElement[value.GetArrayLength()];
        var ids = new JsonElement[elements.Length];
        var keyed = new KeyedValues(elements, ids);
        var i = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (Id(element) is not { ValueKind: JsonValueKind.String or JsonValueKind.Number } id) return null;
            (elements[i], ids[i]) = (element, id);
            var raw = JsonValues.Raw(id);
            // A quotation mark leads the strings, a digit or a minus the numbers, and an apostrophe what is no text at all.
            if (raw.Contains((byte)'\\')) (keyed._unescaped ??= new byte[elements.Length][])[i] = JsonText.Unescape(raw) ?? [(byte)'\'', .. raw];
            i++;
        }
        return keyed.Index() ? keyed : null;
    }

    /// <summary>Whether a member has this name, however it is written.</summary>
    public static bool IsCalled(JsonProperty member, ReadOnlySpan<byte> name)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        return raw.SequenceEqual(name) || (raw.Contains((byte)'\\') && JsonText.Unescape(raw).AsSpan().SequenceEqual(name));
    }

    public ReadOnlySpan<byte> Key(int i) =>
        _unescaped?[i] is { } key ? key : _members is null ? JsonValues.Raw(_ids![i]) : JsonMarshal.GetRawUtf8PropertyName(_members[i]);

    public JsonElement Value(int i) => _members is null ? _elements![i] : _members[i].Value;

    /// <summary>A member's name as it is written, without the quotation marks.</summary>
    public ReadOnlySpan<byte> RawName(int i) => JsonMarshal.GetRawUtf8PropertyName(_members![i]);

    /// <summary>Where a key stands; −1 if it is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="guess">Where it is looked for first.</param>
    public int Find(ReadOnlySpan<byte> key, int guess)
    {
        if (guess < Count && Key(guess).SequenceEqual(key)) return guess;
        if (_first is null || _next is null) return FindBefore(Count, key);
        for (var i = _first[Bucket(key)] - 1; i >= 0; i = _next[i] - 1)
        {
            if (Key(i).SequenceEqual(key)) return i;
        }
        return -1;
    }

    // The one member called id; null if there is none, or more than one, or this is no object.
    private static JsonElement? Id(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        JsonElement? id = null;
        foreach (var member in element.EnumerateObject())
        {
            if (!IsCalled(member, "id"u8)) continue;
            if (id is not null) return null;
            id = member.Value;
        }
        return id;
    }

    // Returns false if a key is there twice.
    private bool Index()
    {
        if (Count <= Few)
        {
            for (var i = 1; i < Count; i++)
            {
                if (FindBefore(i, Key(i)) >= 0) return false;
            }
            return true;
        }
        // Places are counted from 1, so that 0 ends a chain.
        _first = new int[BitOperations.RoundUpToPowerOf2((uint)Count * 2)];
        _next = new int[Count];
        for (var i = 0; i < Count; i++)
        {
            var bucket = Bucket(Key(i));
            for (var at = _first[bucket] - 1; at >= 0; at = _next[at] - 1)
            {
                if (Key(at).SequenceEqual(Key(i))) return false;
            }
            (_next[i], _first[bucket]) = (_first[bucket], i + 1);
        }
        return true;
    }

    private int FindBefore(int end, ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < end; i++)
        {
            if (Key(i).SequenceEqual(key)) return i;
        }
        return -1;
    }

    private int Bucket(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        return hash.ToHashCode() & _first!.Length - 1;
    }
}
