using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Where a memory stands between the moment and what is known for good.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemoryTier>))]
public enum MemoryTier
{
    /// <summary>What is in mind now: a few items; those used least move on to <see cref="Episodic"/>.</summary>
    [JsonStringEnumMemberName("working")] Working = 0,

    /// <summary>What happened: the default.</summary>
    [JsonStringEnumMemberName("episodic")] Episodic = 1,

    /// <summary>What was learnt of many episodes.</summary>
    [JsonStringEnumMemberName("semantic")] Semantic = 2,
}
