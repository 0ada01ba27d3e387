namespace Aura;

/// <summary>A memory that a query found.</summary>
public sealed record MemoryHit
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is ranked by: the cosine, the BM25 score, or Σ 1/(60 + rank) over both where they were fused.</summary>
    public required double Score { get; init; }

    /// <summary>The cosine of the query and its nearest interpretation; null where only words count, or it is not among the nearest.</summary>
    public double? Similarity { get; init; }

    /// <summary>The BM25 score; null where only vectors count, or no word is shared.</summary>
    public double? TextScore { get; init; }

    /// <summary>The label of its nearest interpretation; null where there is no <see cref="Similarity"/>.</summary>
    public string? Interpretation { get; init; }

    /// <summary>The memory itself, if it was asked for.</summary>
    public Memory? Memory { get; init; }
}
