using System.Text.Json;

namespace Aura.Client;

/// <summary>One call of a tool.</summary>
/// <param name="Id">What its result will name; null in the old form, a <c>function_call</c>.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments; undefined where there are none. Lives as long as the document it was read from.</param>
internal readonly record struct ChatCall(string? Id, string Name, JsonElement Arguments)
{
    /// <summary>The calls of a message, in order. What is no call is passed over: it stays in the payload.</summary>
    public static IReadOnlyList<ChatCall> ReadAll(JsonElement message)
    {
        var calls = new List<ChatCall>();
        if (message.TryGetProperty("tool_calls", out var listed) && listed.ValueKind == JsonValueKind.Array)
        {
            foreach (var call in listed.EnumerateArray())
            {
                if (call.ValueKind == JsonValueKind.Object && call.TryGetProperty("function", out var function)) Add(ChatText.Of(call, "id"), function);
            }
        }
        if (message.TryGetProperty("function_call", out var old)) Add(null, old);
        return calls.Count == 0 ? [] : calls;

        void Add(string? id, JsonElement function)
        {
            if (function.ValueKind != JsonValueKind.Object || ChatText.Of(function, "name") is not { Length: > 0 } name) return;
            calls.Add(new ChatCall(id, name, function.TryGetProperty("arguments", out var arguments) ? arguments : default));
        }
    }

    /// <summary>Whether this call says the same as an expected one: the same tool, and arguments that are equal as JSON.</summary>
    public bool IsSame(string name, JsonElement expected)
    {
        if (name != Name) return false;
        if (Arguments.ValueKind != JsonValueKind.String) return Same(Arguments, expected);
        // The usual form: the model's text, which need not be JSON at all.
        var text = ChatText.Of(Arguments);
        if (string.IsNullOrWhiteSpace(text)) return Same(default, expected);
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return Same(parsed.RootElement, expected);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // No arguments and an empty object of arguments are one thing.
    private static bool Same(JsonElement given, JsonElement expected)
    {
        if (IsNone(given) || IsNone(expected)) return IsNone(given) && IsNone(expected);
        try
        {
            return JsonElement.DeepEquals(given, expected);
        }
        catch (InvalidOperationException)
        {
            // A string in it holds half a surrogate pair, and has no value to compare.
            return given.GetRawText() == expected.GetRawText();
        }
    }

    private static bool IsNone(JsonElement arguments) =>
        arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
        || arguments.ValueKind == JsonValueKind.Object && !arguments.EnumerateObject().Any();
}
