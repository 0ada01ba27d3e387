namespace Aura;

/// <summary>What a fabric is.</summary>
public sealed record FabricInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The embedding generator that turns its texts into vectors.</summary>
    public required string Embedding { get; init; }

    /// <summary>How its memories behave; the dimension is always given.</summary>
    public required FabricSettings Settings { get; init; }

    /// <summary>When it was made: UTC, in microseconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
