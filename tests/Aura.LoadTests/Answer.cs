using System.Text.Json.Serialization;
using Aura.Testing;

namespace Aura.LoadTests;

/// <summary>What came of a request.</summary>
/// <param name="Request">Its number.</param>
/// <param name="SentAt">When it was first sent.</param>
/// <param name="DoneAt">When it ended.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="State">The state that was acknowledged, if it was a save.</param>
/// <param name="Errors">The kinds of errors on the way, one for each attempt that failed.</param>
internal sealed record Answer(
    long Request, TimeSpan SentAt, TimeSpan DoneAt, Outcome Outcome, Acknowledgement? State = null, IReadOnlyList<string>? Errors = null);

/// <summary>How a request ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    /// <summary>It succeeded; a save is acknowledged.</summary>
    Done,

    /// <summary>It was a save, and it is certain that nothing was stored.</summary>
    Refused,

    /// <summary>It was a save, and whether it was stored was still not known at its deadline.</summary>
    Unresolved,

    /// <summary>It was a read that failed.</summary>
    Failed,

    /// <summary>It was never sent, since too many were under way.</summary>
    Shed,
}
