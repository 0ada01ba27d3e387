using System.Text.Json;

namespace Aura.Cli;

/// <summary>
/// How futures are written on a command line: NAME=STEPS runs the steps that are given, NAME:SIMULATION or NAME:SIMULATION=ARGUMENTS a
/// registered simulation. Steps and arguments are JSON, or @FILE.
/// </summary>
internal static class FutureText
{
    private const string Script = "script";

    private static readonly string[] StepFields = ["payload", "type", "confidence", "energyCost", "causes"];

    /// <summary>Reads a future.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static async ValueTask<FutureRequest> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var head = equals < 0 ? text : text[..equals];
        var colon = head.LastIndexOf(':');
        if (head.Length == 0 || equals < 0 && colon < 0)
            throw new UsageException($"Future '{text}' says not what happens in it: it is written NAME=STEPS or NAME:SIMULATION=ARGUMENTS.");
        var arguments = equals < 0 ? Payload.Null : await PayloadText.ReadAsync(text[(equals + 1)..], $"Future '{head}'", cancellationToken);
        return colon >= 0
            ? new FutureRequest { Name = head[..colon], Simulation = head[(colon + 1)..], Arguments = arguments }
            : new FutureRequest { Name = head, Simulation = Script, Arguments = ScriptOf(head, arguments) };
    }

    // The simulation wants {"steps":[{"payload":…}]}; an array may be of such steps or of mere payloads.
    private static Payload ScriptOf(string name, Payload given)
    {
        using var document = given.Open();
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("steps", out _)) return given;
        if (root.ValueKind != JsonValueKind.Array) throw new UsageException($"Future '{name}' has no steps: they are an array of what its states hold.");
        var steps = string.Join(',', root.EnumerateArray().Select(step => IsStep(name, step) ? step.GetRawText() : $"{{\"payload\":{step.GetRawText()}}}"));
        return Payload.Parse($"{{\"steps\":[{steps}]}}");
    }

    // An object with a payload is a step: a field that is written wrong must not turn it into the content of one.
    private static bool IsStep(string name, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("payload", out _)) return false;
        foreach (var member in item.EnumerateObject())
        {
            if (!StepFields.Contains(member.Name, StringComparer.Ordinal))
                throw new UsageException($"Future '{name}' has a step with the field '{member.Name}': {string.Join(", ", StepFields)} are known.");
        }
        return true;
    }
}
