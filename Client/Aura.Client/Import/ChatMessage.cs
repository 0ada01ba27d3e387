using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aura.Client;

/// <summary>One message in the OpenAI chat format, as far as its causes need it.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Payload">The message's very bytes.</param>
/// <param name="Calls">The tools that an assistant calls, in order.</param>
/// <param name="AnswersCall">The id of the call whose result this is.</param>
internal sealed record ChatMessage(ChatRole Role, Payload Payload, IReadOnlyList<ChatCall> Calls, string? AnswersCall)
{
    /// <summary>Whether an object claims to be a message.</summary>
    public static bool IsOne(JsonElement element) => element.TryGetProperty("role", out _);

    /// <summary>Reads one message.</summary>
    /// <exception cref="FormatException">It is none, or one that cannot be stored.</exception>
    public static ChatMessage Read(JsonElement element, int maxBytes)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new FormatException("A message is an object.");
        if (!element.TryGetProperty("role", out var role)) throw new FormatException("The message has no role.");
        var bytes = JsonMarshal.GetRawUtf8Value(element);
        if (bytes.Length > maxBytes) throw new FormatException($"The message has {bytes.Length:N0} bytes: at most {maxBytes:N0} are allowed.");
        try
        {
            return new ChatMessage(RoleOf(role), Payload.Parse(bytes), ChatCall.ReadAll(element), ChatText.Of(element, "tool_call_id"));
        }
        catch (InvalidInputException e)
        {
            throw new FormatException(e.Message.Replace("Payload", "The message", StringComparison.Ordinal), e);
        }
    }

    private static ChatRole RoleOf(JsonElement role) => (role.ValueKind == JsonValueKind.String ? ChatText.Of(role) : null) switch
    {
        "system" or "developer" => ChatRole.System,
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        "tool" or "function" => ChatRole.Tool,
        _ => throw new FormatException(
            $"The role {ChatText.Label("", role.GetRawText(), 60)} is unknown: system, developer, user, assistant, tool and function are known."),
    };
}
