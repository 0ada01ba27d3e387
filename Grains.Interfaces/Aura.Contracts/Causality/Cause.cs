using System.Text.Json.Serialization;

namespace Aura;

/// <summary>One reason for a state: a label such as <c>user_request</c>, or a link to a state of this agent or of another.</summary>
/// <remarks>A plain string converts to a label, <c>state:&lt;id&gt;</c> to a link; both also in JSON.</remarks>
[JsonConverter(typeof(CauseJsonConverter))]
public sealed record Cause
{
    /// <summary>What a string begins with that converts to a link.</summary>
    public const string LinkPrefix = "state:";

    /// <summary>The label; null for a link.</summary>
    public string? Label { get; init; }

    /// <summary>The linked state; null for a label.</summary>
    public StateId? State { get; init; }

    /// <summary>How the cause bears on the state.</summary>
    public CausalRelation Relation { get; init; }

    /// <summary>How sure the caller is of it, in [0, 1]; null if nothing was said.</summary>
    public double? Confidence { get; init; }

    /// <summary>A cause that is named, not linked.</summary>
    public static Cause Of(string label, CausalRelation relation = CausalRelation.Caused, double? confidence = null) =>
        new() { Label = label, Relation = relation, Confidence = confidence };

    /// <summary>A cause that is a state.</summary>
    public static Cause Of(StateId state, CausalRelation relation = CausalRelation.Caused, double? confidence = null) =>
        new() { State = state, Relation = relation, Confidence = confidence };

    /// <summary>A label, or a link if the text is <c>state:&lt;id&gt;</c>.</summary>
    /// <exception cref="InvalidInputException">The text begins with <c>state:</c> but names no id.</exception>
    public static implicit operator Cause(string text)
    {
        if (!text.StartsWith(LinkPrefix, StringComparison.Ordinal)) return Of(text);
        return StateId.TryParse(text, null, out var id)
            ? Of(id)
            : throw new InvalidInputException("context.causes", $"Cause '{text}' is not a link: after '{LinkPrefix}' comes a state id.");
    }

    /// <summary>A link to the state.</summary>
    public static implicit operator Cause(StateId state) => Of(state);

    /// <summary>A link to the state.</summary>
    public static implicit operator Cause(AgentState state) => Of(state.Id);

    /// <summary>The label, or <c>state:&lt;id&gt;</c>.</summary>
    public override string ToString() => State is { } id ? $"{LinkPrefix}{id}" : Label ?? "";
}
