using System.Text.Json.Serialization;

namespace Aura;

/// <summary>What a node of a causal graph stands for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CausalNodeKind>))]
public enum CausalNodeKind
{
    /// <summary>A stored state.</summary>
    [JsonStringEnumMemberName("state")] State = 0,

    /// <summary>A named cause or effect without a state of its own.</summary>
    [JsonStringEnumMemberName("label")] Label = 1,

    /// <summary>A state that was linked and has since been erased with its agent.</summary>
    [JsonStringEnumMemberName("erased")] Erased = 2,
}
