using System.Text;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>One line of plain text that says what a payload holds, for people who read graphs and logs.</summary>
public static class StateSummary
{
    private const int Longest = 120;

    private static readonly string[] TellingFields = ["content", "text", "message", "decision", "summary", "name"];

    /// <summary>Sums up a state's payload.</summary>
    public static string Of(AgentState state) => state.Payload is null ? "(erased)" : Of(state.Payload);

    /// <summary>Sums up a payload: its telling text, the tools that it calls, or else its JSON.</summary>
    public static string Of(Payload payload)
    {
        using var document = payload.Open();
        var root = document.RootElement;
        return Shorten(root.ValueKind switch
        {
            JsonValueKind.String => TextOf(root),
            JsonValueKind.Object => ToolCalls(root) ?? TellingText(root) ?? payload.ToString(),
            _ => payload.ToString(),
        });
    }

    /// <summary>Makes one line of at most 120 characters, without control characters.</summary>
    public static string Shorten(string text)
    {
        var line = new StringBuilder(Longest);
        foreach (var rune in text.EnumerateRunes())
        {
            var blank = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (blank && (line.Length == 0 || line[^1] == ' ')) continue;
            if (line.Length >= Longest - 2) return line.ToString().TrimEnd() + "…";
            if (blank) line.Append(' ');
            else line.Append(rune);
        }
        return line.ToString().TrimEnd();
    }

    // JSON may escape half a surrogate pair, which no string can hold: then the escapes are shown.
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }

    private static string? TellingText(JsonElement root)
    {
        foreach (var name in TellingFields)
        {
            if (PayloadFields.TryGet(root, name, out var field) && field.ValueKind == JsonValueKind.String && TextOf(field) is { Length: > 0 } text)
                return text;
        }
        return null;
    }

    private static string? ToolCalls(JsonElement root)
    {
        if (!PayloadFields.TryGet(root, "tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array || calls.GetArrayLength() == 0) return null;
        return string.Join("; ", calls.EnumerateArray().Select(Call));
    }

    private static string Call(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object || !PayloadFields.TryGet(call, "function", out var function)
            || function.ValueKind != JsonValueKind.Object || !PayloadFields.TryGet(function, "name", out var name)) return call.GetRawText();
        var arguments = PayloadFields.TryGet(function, "arguments", out var given) ? TextOf(given) : "";
        return $"{TextOf(name)} {arguments}";
    }
}
