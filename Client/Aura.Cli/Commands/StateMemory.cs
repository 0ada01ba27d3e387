using System.Text.Json;

namespace Aura.Cli;

/// <summary>Makes memories of states, so that what is thought of them knows its causes.</summary>
internal static class StateMemory
{
    private static readonly string[] Roles = ["user", "assistant", "tool", "function"];

    /// <summary>
    /// Makes a memory of a state. Its id is the state's, and so are its agent and time; it is labelled by the state's type and, if that holds a chat
    /// message, by who speaks. Of a message only what is said is remembered, and what is called.
    /// </summary>
    /// <returns>Null if there is nothing to remember: the content was erased, has no word, or is what a chat's system was told to be.</returns>
    public static MemoryRequest? Of(AgentState state)
    {
        if (state.Payload is null) return null;
        using var document = state.Payload.Open();
        var role = RoleOf(document.RootElement);
        if (role is "system" or "developer") return null;
        var isMessage = Roles.Contains(role);
        var content = isMessage ? TextOf(document.RootElement) : state.Payload;
        if (!RequestFields.HasWord(content)) return null;
        return new MemoryRequest
        {
            Id = state.Id.ToString(),
            Content = content,
            Labels = isMessage ? [state.Type, role!] : [state.Type],
            Agent = state.Agent,
            State = state.Id,
            OccurredAt = state.OccurredAt,
        };
    }

    private static string? RoleOf(JsonElement payload) => payload.ValueKind == JsonValueKind.Object ? StringOf(payload, "role") : null;

    private static string TextOf(JsonElement message)
    {
        var texts = new List<string?> { StringOf(message, "content") };
        texts.AddRange(ItemsOf(message, "content").Select(part => StringOf(part, "text")));
        texts.AddRange(ItemsOf(message, "tool_calls").Where(call => call.TryGetProperty("function", out _))
            .Select(call => call.GetProperty("function")).Select(f => $"{StringOf(f, "name")} {StringOf(f, "arguments")}"));
        return string.Join('\n', texts.Where(text => !string.IsNullOrWhiteSpace(text)));
    }

    private static IEnumerable<JsonElement> ItemsOf(JsonElement message, string field) =>
        message.TryGetProperty(field, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static string? StringOf(JsonElement parent, string field)
    {
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // It escapes half a surrogate pair, which no string can hold.
            return null;
        }
    }
}
