using System.Globalization;
using System.Text.Json;

namespace Aura.Cli;

/// <summary>
/// A JSON value to which a patch is applied step by step, so that what each step finds can be shown. It is taken apart only where a path
/// leads.
/// </summary>
internal sealed class PatchedValue(JsonElement value)
{
    private JsonElement _value = value;
    private List<PatchedValue>? _elements;
    private Dictionary<string, PatchedValue>? _members;

    /// <summary>Adds, removes or replaces the value at a path.</summary>
    /// <returns>What was there; undefined if nothing was.</returns>
    public JsonElement Apply(string operation, string path, JsonElement value)
    {
        var node = this;
        var tokens = path.Split('/').Skip(1).Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        foreach (var token in tokens.SkipLast(1)) node = node.Child(token);
        return tokens.Length == 0 ? node.Become(value) : node.Change(operation, tokens[^1], value);
    }

    private JsonElement Become(JsonElement value)
    {
        var old = _value;
        (_value, _elements, _members) = (value, null, null);
        return old;
    }

    private JsonElement Change(string operation, string token, JsonElement value)
    {
        Open();
        if (operation == "replace") return Child(token).Become(value);
        JsonElement old = default;
        if (operation == "remove") old = Child(token)._value;
        switch (operation, _elements)
        {
            case ("remove", not null):
                _elements.RemoveAt(Index(token));
                break;
            case ("remove", null):
                _members!.Remove(token);
                break;
            case (_, not null):
                _elements.Insert(Index(token), new PatchedValue(value));
                break;
            default:
                _members![token] = new PatchedValue(value);
                break;
        }
        return old;
    }

    private PatchedValue Child(string token)
    {
        Open();
        return _elements is null ? _members![token] : _elements[Index(token)];
    }

    private void Open()
    {
        if (_elements is not null || _members is not null) return;
        if (_value.ValueKind == JsonValueKind.Array) _elements = [.. _value.EnumerateArray().Select(e => new PatchedValue(e))];
        else
        {
            _members = new Dictionary<string, PatchedValue>(StringComparer.Ordinal);
            foreach (var member in _value.EnumerateObject())
            {
                if (JsonLines.NameOf(member) is { } name) _members[name] = new PatchedValue(member.Value);
            }
        }
    }

    private static int Index(string token) => int.Parse(token, CultureInfo.InvariantCulture);
}
