using System.Text.Json.Serialization;

namespace Aura;

/// <summary>How a cause bears on its effect.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CausalRelation>))]
public enum CausalRelation
{
    /// <summary>It brought the effect about.</summary>
    [JsonStringEnumMemberName("caused")] Caused = 0,

    /// <summary>It made the effect possible.</summary>
    [JsonStringEnumMemberName("enabled")] Enabled = 1,

    /// <summary>It kept something from happening.</summary>
    [JsonStringEnumMemberName("prevented")] Prevented = 2,

    /// <summary>It was looked at and found to have no influence. No causal chain runs over such a link.</summary>
    [JsonStringEnumMemberName("no_effect")] NoEffect = 3,
}
