namespace Aura;

/// <summary>One row of a reliability table.</summary>
/// <param name="From">The lowest probability, included.</param>
/// <param name="To">The highest, included only if it is 1.</param>
/// <param name="Count">How many pairs fall into it.</param>
/// <param name="MeanPredicted">Their mean probability.</param>
/// <param name="MeanOutcome">Their mean outcome.</param>
public sealed record ReliabilityBin(double From, double To, long Count, double MeanPredicted, double MeanOutcome);
