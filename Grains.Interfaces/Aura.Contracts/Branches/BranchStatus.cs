using System.Text.Json.Serialization;

namespace Aura;

/// <summary>What has become of a branch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BranchStatus>))]
public enum BranchStatus
{
    /// <summary>It may be written to. A branch that was written to after it was joined is open again.</summary>
    [JsonStringEnumMemberName("open")] Open = 0,

    /// <summary>Another line took over what it had come to.</summary>
    [JsonStringEnumMemberName("promoted")] Promoted = 1,

    /// <summary>It was merged into another line.</summary>
    [JsonStringEnumMemberName("merged")] Merged = 2,

    /// <summary>It was given up; its last state says what was learnt.</summary>
    [JsonStringEnumMemberName("discarded")] Discarded = 3,

    /// <summary>Its time to live is over.</summary>
    [JsonStringEnumMemberName("expired")] Expired = 4,
}
