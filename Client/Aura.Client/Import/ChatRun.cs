using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aura.Client;

/// <summary>One run of an agent: its messages and, if it was rated, how it ended.</summary>
/// <param name="Name">What its agent is named after; null if the run says nothing of the kind.</param>
/// <param name="Messages">The messages in order.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Bytes">Its length in the file.</param>
internal sealed record ChatRun(string? Name, IReadOnlyList<ChatMessage> Messages, ChatOutcome? Outcome, int Bytes)
{
    /// <summary>How many states it makes.</summary>
    public int States => Messages.Count + (Outcome is null ? 0 : 1);

    /// <summary>Finds the list of messages of a run.</summary>
    public static bool TryFindMessages(JsonElement run, out JsonElement messages)
    {
        if (run.TryGetProperty("messages", out messages) && messages.ValueKind == JsonValueKind.Array) return true;
        return run.TryGetProperty("traj", out messages) && messages.ValueKind == JsonValueKind.Array;
    }

    /// <summary>Reads a run; the document may be closed afterwards.</summary>
    /// <param name="run">The run.</param>
    /// <param name="messages">Its list of messages.</param>
    /// <param name="bytes">Its length in the file.</param>
    /// <param name="read">Reads one message.</param>
    public static ChatRun Read(JsonElement run, JsonElement messages, int bytes, Func<JsonElement, ChatMessage> read)
    {
        var all = new List<ChatMessage>(messages.GetArrayLength());
        foreach (var message in messages.EnumerateArray()) all.Add(read(message));
        return new ChatRun(NameOf(run), all, ChatOutcome.Read(run, all), bytes);
    }

    private static string? NameOf(JsonElement run)
    {
        var name = ChatText.NameOf(run, "task_id") is not { Length: > 0 } task ? ChatText.NameOf(run, "id") ?? ChatText.NameOf(run, "run_id")
            : ChatText.NameOf(run, "trial") is { Length: > 0 } trial ? $"task-{task}-trial-{trial}"
            : $"task-{task}";
        return string.IsNullOrWhiteSpace(name) ? null : name;
    }
}
