using System.Text.Json;

namespace Aura.Client;

/// <summary>One call that would have been right.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments; undefined where there are none. Lives as long as the document it was read from.</param>
internal readonly record struct ChatAction(string Name, JsonElement Arguments)
{
    /// <summary>The actions of a list, in order. What is none is passed over.</summary>
    public static IReadOnlyList<ChatAction> ReadAll(JsonElement actions)
    {
        if (actions.ValueKind != JsonValueKind.Array) return [];
        var read = new List<ChatAction>();
        foreach (var action in actions.EnumerateArray())
        {
            if (action.ValueKind != JsonValueKind.Object || ChatText.Of(action, "name") is not { } name) continue;
            if (!action.TryGetProperty("kwargs", out var arguments)) action.TryGetProperty("arguments", out arguments);
            read.Add(new ChatAction(name, arguments));
        }
        return read;
    }

    /// <summary>Whether a call says the same.</summary>
    public bool IsMadeBy(ChatCall call) => call.IsSame(Name, Arguments);
}
