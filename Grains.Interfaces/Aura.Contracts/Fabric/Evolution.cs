namespace Aura;

/// <summary>What time has done to a fabric.</summary>
public sealed record Evolution
{
    /// <summary>The time that it evolved to.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many memories were resident before.</summary>
    public required long Memories { get; init; }

    /// <summary>Episodes whose vectors moved toward the contexts that they were used in.</summary>
    public required long Drifted { get; init; }

    /// <summary>Memories that left working memory for the episodes.</summary>
    public required long LeftWorking { get; init; }

    /// <summary>Episodes that were consolidated.</summary>
    public required long Consolidated { get; init; }

    /// <summary>The semantic memories that came of them or took them in.</summary>
    public required IReadOnlyList<string> Semantic { get; init; }

    /// <summary>Memories whose activation fell below the threshold: archived, not lost.</summary>
    public required long Archived { get; init; }
}
