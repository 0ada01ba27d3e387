namespace Aura;

/// <summary>What a fabric holds.</summary>
public sealed record FabricStatistics
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Memories, resident or not.</summary>
    public required long Memories { get; init; }

    /// <summary>Those in working memory.</summary>
    public required long Working { get; init; }

    /// <summary>Episodes.</summary>
    public required long Episodic { get; init; }

    /// <summary>Semantic memories.</summary>
    public required long Semantic { get; init; }

    /// <summary>Resident memories with more than one interpretation.</summary>
    public required long Superposed { get; init; }

    /// <summary>Memories that are not on the device: their activation fell below the threshold, or there was no room for them.</summary>
    public required long Archived { get; init; }

    /// <summary>Memories on the device: all that are not archived.</summary>
    public required long Resident { get; init; }

    /// <summary>Their interpretations, a row each.</summary>
    public required long Rows { get; init; }

    /// <summary>What they take there, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>What they may take there, in bytes; null for no limit. Where it is reached, the least active are archived.</summary>
    public long? Capacity { get; init; }

    /// <summary>The device.</summary>
    public required string Device { get; init; }
}
