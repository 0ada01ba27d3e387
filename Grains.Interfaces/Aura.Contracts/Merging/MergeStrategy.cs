using System.Text.Json.Serialization;

namespace Aura;

/// <summary>What is done about conflicts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MergeStrategy>))]
public enum MergeStrategy
{
    /// <summary>They are returned, and nothing is stored.</summary>
    [JsonStringEnumMemberName("report")] Report = 0,

    /// <summary>The line that is merged into prevails.</summary>
    [JsonStringEnumMemberName("ours")] Ours = 1,

    /// <summary>What is merged in prevails.</summary>
    [JsonStringEnumMemberName("theirs")] Theirs = 2,
}
