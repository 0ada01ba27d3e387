namespace Aura;

/// <summary>What a query found.</summary>
/// <param name="Hits">Best first; ties by id.</param>
public sealed record Recollection(IReadOnlyList<MemoryHit> Hits);
