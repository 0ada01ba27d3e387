using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aura.Client;

/// <summary>How a rated run ended.</summary>
/// <param name="Payload">The reward, and which task and trial it was.</param>
/// <param name="ExpectedActions">The calls that would have been right, where they are known.</param>
/// <param name="Missing">The tools of those calls that the run never made with those arguments, one for each call.</param>
internal sealed record ChatOutcome(Payload Payload, Payload? ExpectedActions, IReadOnlyList<string> Missing)
{
    /// <summary>The name of the counterfactual that holds the expected actions.</summary>
    public const string Expected = "expected_actions";

    /// <summary>What the effect begins with that names a missing tool.</summary>
    public const string MissingPrefix = "missing:";

    private static readonly string[] Kept = ["reward", "task_id", "trial"];

    /// <summary>Reads it from a run; null if the run has no reward.</summary>
    /// <exception cref="InvalidInputException">A part of it is nested too deep to be stored.</exception>
    public static ChatOutcome? Read(JsonElement run, IReadOnlyList<ChatMessage> messages)
    {
        if (!run.TryGetProperty("reward", out var reward) || reward.ValueKind == JsonValueKind.Null) return null;
        var known = run.TryGetProperty("info", out var info) && info.ValueKind == JsonValueKind.Object
            && info.TryGetProperty("task", out var task) && task.ValueKind == JsonValueKind.Object
            && task.TryGetProperty("actions", out var found) && found.ValueKind == JsonValueKind.Array ? found : default;
        return known.ValueKind == JsonValueKind.Undefined
            ? new ChatOutcome(PayloadOf(run), null, [])
            : new ChatOutcome(PayloadOf(run), Payload.Parse(JsonMarshal.GetRawUtf8Value(known)), MissingOf(known, [.. messages.SelectMany(m => m.Calls)]));
    }

    // Numbers are kept as they are written in the file.
    private static Payload PayloadOf(JsonElement run)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var field in Kept)
            {
                if (!run.TryGetProperty(field, out var value)) continue;
                json.WritePropertyName(field);
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            }
            json.WriteEndObject();
        }
        return Payload.Parse(buffer.WrittenSpan);
    }

    private static List<string> MissingOf(JsonElement actions, IReadOnlyList<ChatCall> made) =>
        [.. ChatAction.ReadAll(actions).Where(action => !made.Any(action.IsMadeBy)).Select(action => action.Name)];
}
