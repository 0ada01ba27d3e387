namespace Aura;

/// <summary>What a store holds.</summary>
public sealed record StoreStatistics
{
    /// <summary>Which store, without secrets.</summary>
    public required string Store { get; init; }

    /// <summary>Agents that have a state.</summary>
    public required long Agents { get; init; }

    /// <summary>States.</summary>
    public required long States { get; init; }

    /// <summary>Branches, every agent's <c>main</c> included.</summary>
    public required long Branches { get; init; }

    /// <summary>Links from a state to a cause that is a state.</summary>
    public required long Links { get; init; }

    /// <summary>Payloads too large to lie in their state's row.</summary>
    public required long Blobs { get; init; }

    /// <summary>Agents that were erased.</summary>
    public required long Erasures { get; init; }

    /// <summary>Fabrics of memories.</summary>
    public required long Fabrics { get; init; }

    /// <summary>Memories in all fabrics, archived ones included.</summary>
    public required long Memories { get; init; }

    /// <summary>The store's size on disk, indexes included, in bytes.</summary>
    public required long Bytes { get; init; }
}
