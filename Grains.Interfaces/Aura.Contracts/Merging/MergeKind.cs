using System.Text.Json.Serialization;

namespace Aura;

/// <summary>What came of a merge.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MergeKind>))]
public enum MergeKind
{
    /// <summary>The line had it all already: nothing was stored.</summary>
    [JsonStringEnumMemberName("up_to_date")] UpToDate = 0,

    /// <summary>The line itself had not changed since the two parted, so that it took over what was merged in.</summary>
    [JsonStringEnumMemberName("fast_forward")] FastForward = 1,

    /// <summary>Both had changed.</summary>
    [JsonStringEnumMemberName("merged")] Merged = 2,

    /// <summary>There are conflicts that nobody decided: nothing was stored.</summary>
    [JsonStringEnumMemberName("conflicted")] Conflicted = 3,
}
