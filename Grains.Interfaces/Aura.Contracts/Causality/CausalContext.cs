using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Why a state came to be, what it led to, what could have been instead, how sure the agent was and what it cost.</summary>
/// <remarks>The JSON reader hands null to what was left out; null stands for the default here and in the other records.</remarks>
[JsonConverter(typeof(CausalContextJsonConverter))]
public sealed record CausalContext
{
    /// <summary>Nothing known.</summary>
    public static readonly CausalContext Empty = new();

    /// <summary>The reasons, in the caller's order.</summary>
    public IReadOnlyList<Cause> Causes { get; init => field = value ?? []; } = [];

    /// <summary>What followed from it, as labels in the caller's order.</summary>
    public IReadOnlyList<string> Effects { get; init => field = value ?? []; } = [];

    /// <summary>What could have been done instead, by name.</summary>
    public IReadOnlyDictionary<string, Counterfactual> Counterfactuals { get; init => field = value ?? ReadOnlyDictionary<string, Counterfactual>.Empty; }
        = ReadOnlyDictionary<string, Counterfactual>.Empty;

    /// <summary>How sure the agent was, in [0, 1]; null if nothing was said.</summary>
    public double? Confidence { get; init; }

    /// <summary>What it cost, in joules, at least 0.</summary>
    public double EnergyCost { get; init; }

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty =>
        Causes.Count == 0 && Effects.Count == 0 && Counterfactuals.Count == 0 && Confidence is null && EnergyCost == 0;
}
