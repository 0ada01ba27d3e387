using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// A value that a patch works on. It is taken apart only where an operation leads into it, and written as the bytes it came with unless
/// something in it changed. What cannot be done is told as a <see cref="FormatException"/>.
/// </summary>
internal sealed class PatchNode
{
    private readonly JsonElement _raw;
    private int _rawDepth = -1;
    private bool _changed;
    private List<PatchNode>? _elements;
    private List<PatchMember?>? _members;
    private Dictionary<string, int>? _places;

    private PatchNode(JsonElement raw) => _raw = raw;

    public static PatchNode Of(JsonElement raw) => new(raw);

    /// <summary>The value is about to change inside.</summary>
    public void Change()
    {
        Open();
        _changed = true;
    }

    public PatchNode Child(string token)
    {
        Open();
        return _elements is not null ? _elements[Existing(token)] : _members![Place(token) ?? throw Missing(token)]!.Value;
    }

    /// <summary>Adds a member, in place of the one that had the name, or inserts an element.</summary>
    public void Add(string token, PatchNode value)
    {
        if (_elements is not null)
        {
            _elements.Insert(token == "-" ? _elements.Count : Index(token, _elements.Count), value);
        }
        else if (Place(token) is { } place)
        {
            _members![place] = _members[place]! with { Value = value };
        }
        else
        {
            var name = new JsonBuffer();
            JsonText.AppendEscaped(name, Encoding.UTF8.GetBytes(token));
            _places!.Add(token, _members!.Count);
            _members.Add(new PatchMember(name.Written.ToArray(), value));
        }
    }

    /// <summary>Puts a value where another is.</summary>
    public void Replace(string token, PatchNode value)
    {
        Child(token);
        if (_elements is not null) _elements[Existing(token)] = value;
        else Add(token, value);
    }

    /// <summary>Takes a member or an element out.</summary>
    public PatchNode Remove(string token)
    {
        var child = Child(token);
        if (_elements is not null)
        {
            _elements.RemoveAt(Existing(token));
        }
        else
        {
            // Its place stays empty, so that all others keep theirs.
            _places!.Remove(token, out var place);
            _members![place] = null;
        }
        return child;
    }

    public PatchNode Copy() => !_changed ? new PatchNode(_raw) : new PatchNode(_raw)
    {
        _changed = true,
        _elements = _elements?.ConvertAll(e => e.Copy()),
        _members = _members?.ConvertAll(m => m is null ? null : m with { Value = m.Value.Copy() }),
        _places = _places is null ? null : new Dictionary<string, int>(_places, StringComparer.Ordinal),
    };

    /// <summary>Whether the value equals another as section 4.6 of RFC 6902 has it: numbers by what they are worth.</summary>
    public bool Is(JsonElement value)
    {
        if (!_changed) return JsonValues.Equal(_raw, value, numbersByWorth: true);
        using var now = JsonDocument.Parse(ToPayload().Utf8);
        return JsonValues.Equal(now.RootElement, value, numbersByWorth: true);
    }

    public int Depth()
    {
        if (!_changed) return _rawDepth >= 0 ? _rawDepth : _rawDepth = JsonValues.Depth(JsonValues.Raw(_raw));
        return 1 + Children().Select(c => c.Depth()).DefaultIfEmpty().Max();
    }

    /// <summary>About how many bytes it takes.</summary>
    public long Size() => !_changed
        ? JsonValues.Raw(_raw).Length
        : 2 + Children().Sum(c => c.Size() + 1) + (_members?.Sum(m => m is null ? 0L : m.RawName.Length + 3) ?? 0);

    public Payload ToPayload()
    {
        var buffer = new JsonBuffer();
        Write(buffer);
        return buffer.ToPayload();
    }

    private IEnumerable<PatchNode> Children() => _elements ?? _members!.OfType<PatchMember>().Select(m => m.Value);

    private void Write(JsonBuffer to)
    {
        if (!_changed)
        {
            to.Append(JsonValues.Raw(_raw));
            return;
        }
        to.Append(_elements is not null ? (byte)'[' : (byte)'{');
        var start = to.Length;
        foreach (var element in _elements ?? [])
        {
            if (to.Length > start) to.Append((byte)',');
            element.Write(to);
        }
        foreach (var member in _members ?? [])
        {
            if (member is null) continue;
            if (to.Length > start) to.Append((byte)',');
            to.Append((byte)'"');
            to.Append(member.RawName);
            to.Append("\":"u8);
            member.Value.Write(to);
        }
        to.Append(_elements is not null ? (byte)']' : (byte)'}');
    }

    private void Open()
    {
        if (_elements is not null || _members is not null) return;
        if (_raw.ValueKind == JsonValueKind.Array)
        {
            _elements = [.. _raw.EnumerateArray().Select(Of)];
            return;
        }
        if (_raw.ValueKind != JsonValueKind.Object) throw new FormatException("its path leads into a value that is neither an object nor an array");
        _members = new List<PatchMember?>(_raw.GetPropertyCount());
        _places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in _raw.EnumerateObject())
        {
            var raw = JsonMarshal.GetRawUtf8PropertyName(member).ToArray();
            // A name with half a surrogate pair is none that a pointer could hold.
            if ((raw.Contains((byte)'\\') ? JsonText.Unescape(raw) : raw) is { } name
                && !_places.TryAdd(Encoding.UTF8.GetString(name), _members.Count))
            {
                _places[Encoding.UTF8.GetString(name)] = -1;
            }
            _members.Add(new PatchMember(raw, new PatchNode(member.Value)));
        }
    }

    private int? Place(string name)
    {
        if (!_places!.TryGetValue(name, out var place)) return null;
        return place >= 0 ? place : throw new FormatException($"the object has the member '{name}' more than once, so that it does not say which is meant");
    }

    private static FormatException Missing(string name) => new($"the object has no member '{name}'");

    private int Existing(string token) => token == "-"
        ? throw new FormatException("'-' is the place after an array's last element, where nothing is: only a value that is added may go there")
        : Index(token, _elements!.Count - 1);

    // A whole number without leading zeros (RFC 6901, section 4).
    private static int Index(string token, int most)
    {
        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || (token.Length > 1 && token[0] == '0'))
            throw new FormatException($"'{token}' is no index of an array: a whole number without leading zeros is");
        if (index > most)
        {
            throw new FormatException(
                most < 0 ? $"index {index} is out of range: the array is empty" : $"index {index} is out of range: 0 to {most} are allowed");
        }
        return index;
    }
}
