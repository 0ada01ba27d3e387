using System.Text.Json;

namespace Aura.Cli;

/// <summary>Prints a JSON Patch for people: each place with what was there and what is there now.</summary>
internal static class PatchLines
{
    // A patch holds its values two levels deep.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = Payload.MaxDepth + 2 };

    /// <summary>Prints the operations of a patch in the form that the engine writes: add, remove and replace.</summary>
    public static void Print(Screen screen, Payload from, Payload patch)
    {
        using var before = from.Open();
        using var operations = JsonDocument.Parse(patch.Utf8, Deep);
        var root = new PatchedValue(before.RootElement);
        if (operations.RootElement.GetArrayLength() == 0) screen.Line($"The contents are equal.");
        foreach (var operation in operations.RootElement.EnumerateArray())
        {
            var path = operation.GetProperty("path").GetString()!;
            var old = root.Apply(operation.GetProperty("op").GetString()!, path, operation.TryGetProperty("value", out var value) ? value : default);
            Print(screen, path, old, value);
        }
    }

    // A patch replaces an object where that is shorter; people want to see what in it has changed.
    private static void Print(Screen screen, string path, JsonElement old, JsonElement @new)
    {
        if (MembersOf(old) is not { } oldMembers || MembersOf(@new) is not { } newMembers)
        {
            screen.Line($"[bold]{(path.Length == 0 ? "(the whole)" : path)}[/]");
            if (old.ValueKind != JsonValueKind.Undefined) Print(screen, '-', JsonLines.Of(old));
            if (@new.ValueKind != JsonValueKind.Undefined) Print(screen, '+', JsonLines.Of(@new));
            return;
        }
        foreach (var name in oldMembers.Keys.Union(newMembers.Keys))
        {
            var (was, now) = (oldMembers.GetValueOrDefault(name), newMembers.GetValueOrDefault(name));
            if (was.ValueKind == now.ValueKind && was.GetRawText() == now.GetRawText()) continue;
            Print(screen, $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", was, now);
        }
    }

    private static void Print(Screen screen, char sign, string json)
    {
        foreach (var text in json.Split('\n'))
        {
            if (sign == '-') screen.Line($"[red]- {text.TrimEnd('\r')}[/]");
            else screen.Line($"[green]+ {text.TrimEnd('\r')}[/]");
        }
    }

    private static Dictionary<string, JsonElement>? MembersOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return null;
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (JsonLines.NameOf(member) is not { } name || !members.TryAdd(name, member.Value)) return null;
        }
        return members;
    }
}
