using System.Text.Json.Serialization;

namespace Aura;

/// <summary>What brought a state about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StateSource>))]
public enum StateSource
{
    /// <summary>The agent did it: the usual case.</summary>
    [JsonStringEnumMemberName("update")] Update = 0,

    /// <summary>It came from outside the agent: a message, a reading, a tool's result.</summary>
    [JsonStringEnumMemberName("input")] Input = 1,

    /// <summary>A step of the agent's own loop.</summary>
    [JsonStringEnumMemberName("loop")] Loop = 2,

    /// <summary>It opened a branch with what could have been done instead. Given by the engine.</summary>
    [JsonStringEnumMemberName("fork")] Fork = 3,

    /// <summary>It joined two lines. Given by the engine.</summary>
    [JsonStringEnumMemberName("merge")] Merge = 4,

    /// <summary>It was computed while another state was retrieved. Given by the engine.</summary>
    [JsonStringEnumMemberName("retrieval")] Retrieval = 5,

    /// <summary>It was brought in from another system.</summary>
    [JsonStringEnumMemberName("migration")] Migration = 6,

    /// <summary>It took over what a branch had come to. Given by the engine.</summary>
    [JsonStringEnumMemberName("promotion")] Promotion = 7,

    /// <summary>It went back to the content of an older state. Given by the engine.</summary>
    [JsonStringEnumMemberName("revert")] Revert = 8,

    /// <summary>It ended a branch that was given up. Given by the engine.</summary>
    [JsonStringEnumMemberName("discard")] Discard = 9,
}
