using System.Text.Json.Serialization;

namespace Aura;

/// <summary>How a future stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FutureStatus>))]
public enum FutureStatus
{
    /// <summary>Its simulation runs or is about to.</summary>
    [JsonStringEnumMemberName("running")] Running = 0,

    /// <summary>It is for a driver from outside to go on.</summary>
    [JsonStringEnumMemberName("driven")] Driven = 1,

    /// <summary>It has come to its end.</summary>
    [JsonStringEnumMemberName("finished")] Finished = 2,

    /// <summary>Its budget was used up.</summary>
    [JsonStringEnumMemberName("exhausted")] Exhausted = 3,

    /// <summary>Its simulation or its scoring failed.</summary>
    [JsonStringEnumMemberName("failed")] Failed = 4,

    /// <summary>The speculation was cancelled before it came to its end.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled = 5,
}
