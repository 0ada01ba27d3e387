namespace Aura;

/// <summary>How well probabilities matched outcomes in [0, 1].</summary>
public sealed record Reliability
{
    /// <summary>How many pairs of a probability and an outcome there are.</summary>
    public required long Count { get; init; }

    /// <summary>The Brier score (Brier 1950): the mean squared difference, 0 at best; null if there are no pairs.</summary>
    public double? Brier { get; init; }

    /// <summary>The mean outcome; the Brier score of always saying it is <c>BaseRate · (1 − BaseRate)</c> if outcomes are 0 or 1.</summary>
    public double? BaseRate { get; init; }

    /// <summary>The reliability table: ten equal bins over [0, 1], those without pairs left out.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; init => field = value ?? []; } = [];
}
