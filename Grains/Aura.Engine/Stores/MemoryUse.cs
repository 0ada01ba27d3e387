namespace Aura.Engine;

/// <summary>How one memory was used.</summary>
public sealed record MemoryUse(string Id, RowUses Uses);
