using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// The scorer <c>value</c>: a number, or a boolean as 1 or 0, in the content of the future's last state; nothing if there is none. The
/// arguments are <c>{"path":"/reward"}</c>, a JSON Pointer (RFC 6901).
/// </summary>
internal sealed class ValueScorer : IScorer
{
    public ValueTask<double?> ScoreAsync(ScoringContext context, CancellationToken cancellationToken)
    {
        var pointer = Read(context.Arguments);
        if (context.Head.Payload is null) return new((double?)null);
        using var document = context.Head.Payload.Open();
        if (!pointer.TryFind(document.RootElement, out var found)) return new((double?)null);
        return new(found switch
        {
            { ValueKind: JsonValueKind.Number } when found.TryGetDouble(out var value) && double.IsFinite(value) => value,
            { ValueKind: JsonValueKind.True } => 1,
            { ValueKind: JsonValueKind.False } => 0,
            _ => null,
        });
    }

    private static JsonPointer Read(Payload arguments)
    {
        using var document = arguments.Open();
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("path", out var path)
            && path.ValueKind == JsonValueKind.String && JsonPointer.TryParse(path.GetString()!) is { } pointer
            ? pointer
            : throw new InvalidInputException("scorerArguments", "The arguments of scorer 'value' must be {\"path\":\"/…\"}, a JSON Pointer.");
    }
}
