namespace Aura.Engine;

/// <summary>What became of a change.</summary>
/// <param name="Committed">Whether it is stored.</param>
/// <param name="Revision">The fabric's revision now.</param>
/// <param name="LastOrdinal">The ordinal of the last memory that was ever added: those that this change added have the last ones, in order.</param>
/// <param name="Taken">The added ids that the fabric had already, which is why nothing was stored; empty where the revision is another.</param>
public sealed record MemoryCommit(bool Committed, long Revision, long LastOrdinal, IReadOnlyList<string> Taken);
