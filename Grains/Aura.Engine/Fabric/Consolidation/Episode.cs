namespace Aura.Engine;

/// <summary>An episode that is examined for consolidation.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Vector">The vector of its first interpretation.</param>
internal sealed record Episode(ResidentMemory Memory, float[] Vector);
