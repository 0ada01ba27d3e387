using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Where an edge of a causal graph comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CausalEdgeKind>))]
public enum CausalEdgeKind
{
    /// <summary>A cause or effect that a caller named.</summary>
    [JsonStringEnumMemberName("cause")] Cause = 0,

    /// <summary>The succession of states in a line.</summary>
    [JsonStringEnumMemberName("parent")] Parent = 1,
}
