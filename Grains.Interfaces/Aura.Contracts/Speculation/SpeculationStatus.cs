using System.Text.Json.Serialization;

namespace Aura;

/// <summary>How a speculation stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpeculationStatus>))]
public enum SpeculationStatus
{
    /// <summary>Futures are under way.</summary>
    [JsonStringEnumMemberName("running")] Running = 0,

    /// <summary>The winner is decided, and about to be promoted.</summary>
    [JsonStringEnumMemberName("decided")] Decided = 1,

    /// <summary>It ended with a winner.</summary>
    [JsonStringEnumMemberName("won")] Won = 2,

    /// <summary>It ended, and no future had come to its end with a score.</summary>
    [JsonStringEnumMemberName("undecided")] Undecided = 3,

    /// <summary>It was cancelled.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled = 4,
}
