using System.Text.Json.Serialization;

namespace Aura;

/// <summary>How it is known how a counterfactual would have ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CounterfactualKind>))]
public enum CounterfactualKind
{
    /// <summary>Somebody noted it down.</summary>
    [JsonStringEnumMemberName("recorded")] Recorded = 0,

    /// <summary>It was run on a branch of its own.</summary>
    [JsonStringEnumMemberName("replayed")] Replayed = 1,

    /// <summary>A model predicted it.</summary>
    [JsonStringEnumMemberName("modelled")] Modelled = 2,
}
