namespace Aura;

/// <summary>A memory that a thought selected.</summary>
public sealed record ThoughtHit
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is ranked by: the base level plus the fabric's similarity weight times the similarity.</summary>
    public required double Activation { get; init; }

    /// <summary>How much it was used, and how lately, before this thought.</summary>
    public required double BaseLevel { get; init; }

    /// <summary>The cosine of the thought and its nearest interpretation.</summary>
    public required double Similarity { get; init; }

    /// <summary>How it was understood in the light of the context.</summary>
    public required Collapse Collapse { get; init; }

    /// <summary>The memory itself.</summary>
    public required Memory Memory { get; init; }
}
