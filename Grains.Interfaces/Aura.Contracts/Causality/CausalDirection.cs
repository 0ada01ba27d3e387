using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Which way a causal graph was followed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CausalDirection>))]
public enum CausalDirection
{
    /// <summary>From an effect up to its causes.</summary>
    [JsonStringEnumMemberName("why")] Why = 0,

    /// <summary>From a cause down to its effects.</summary>
    [JsonStringEnumMemberName("effects")] Effects = 1,

    /// <summary>The shortest chain between two states.</summary>
    [JsonStringEnumMemberName("path")] Path = 2,
}
