using System.Text.Json.Serialization;

namespace Aura.Engine;

/// <summary>What happened to a speculation: the content of one state on its own branch.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SpeculationStarted), "started")]
[JsonDerivedType(typeof(FutureLeased), "leased")]
[JsonDerivedType(typeof(FutureEnded), "finished")]
[JsonDerivedType(typeof(SpeculationDecided), "decided")]
[JsonDerivedType(typeof(SpeculationEnded), "ended")]
[JsonDerivedType(typeof(SpeculationCancelled), "cancelled")]
internal abstract record SpeculationEvent;

/// <summary>It began, with the state that it starts from filled in.</summary>
internal sealed record SpeculationStarted(SpeculationRequest Request) : SpeculationEvent;

/// <summary>A driver was given a future. Only its lease's digest is kept: whoever reads the branch must not be able to drive.</summary>
internal sealed record FutureLeased(string Future, Digest Lease, DateTimeOffset Until) : SpeculationEvent;

/// <summary>A driver's future came to its end, or used up its budget.</summary>
internal sealed record FutureEnded(string Future, FutureStatus Status) : SpeculationEvent;

/// <summary>All futures have ended, and this is what came of them.</summary>
internal sealed record SpeculationDecided(IReadOnlyList<FutureInfo> Futures, string? Winner = null) : SpeculationEvent;

/// <summary>The winner was promoted, or it was found out why it cannot be.</summary>
internal sealed record SpeculationEnded(StateId? Promotion = null, string? Problem = null) : SpeculationEvent;

/// <summary>It was cancelled, and this is what its futures had come to.</summary>
internal sealed record SpeculationCancelled(IReadOnlyList<FutureInfo> Futures) : SpeculationEvent;
