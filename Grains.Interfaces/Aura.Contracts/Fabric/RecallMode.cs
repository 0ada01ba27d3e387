using System.Text.Json.Serialization;

namespace Aura;

/// <summary>By what memories are found.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecallMode>))]
public enum RecallMode
{
    /// <summary>By vector and by words, fused by reciprocal rank; by vector alone where the query has no text.</summary>
    [JsonStringEnumMemberName("hybrid")] Hybrid = 0,

    /// <summary>By the cosine of vectors.</summary>
    [JsonStringEnumMemberName("vector")] Vector = 1,

    /// <summary>By words: BM25.</summary>
    [JsonStringEnumMemberName("text")] Text = 2,
}
