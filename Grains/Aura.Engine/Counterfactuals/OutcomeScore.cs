using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// How good an outcome was: the number or boolean that is the payload, or the first of the payload's fields <c>score</c>, <c>reward</c> and
/// <c>success</c> that is one. True is 1 and false is 0.
/// </summary>
internal static class OutcomeScore
{
    private static readonly string[] Fields = ["score", "reward", "success"];

    /// <summary>Whether a state says how something ended. What the engine made of an outcome by itself keeps the type, but tells nothing new.</summary>
    public static bool IsOutcome(AgentState state) =>
        state.Type == StateTypes.Outcome
        && state.Source is not (StateSource.Fork or StateSource.Merge or StateSource.Retrieval or StateSource.Revert or StateSource.Discard);

    /// <summary>A state's score; null if it is no outcome, says none, or was erased.</summary>
    public static double? Of(AgentState state)
    {
        if (!IsOutcome(state) || state.Payload is null) return null;
        using var document = state.Payload.Open();
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return Read(root);
        foreach (var name in Fields)
        {
            if (PayloadFields.TryGet(root, name, out var field) && Read(field) is { } score) return score;
        }
        return null;
    }

    // A number that is too large for a double is no score that could be counted with.
    private static double? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        _ => null,
    };
}
