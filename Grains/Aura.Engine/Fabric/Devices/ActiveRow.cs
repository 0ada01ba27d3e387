namespace Aura.Engine;

/// <summary>A row that a thought selected.</summary>
/// <param name="Row">The row.</param>
/// <param name="Activation">The base level plus the weighted similarity.</param>
/// <param name="BaseLevel">By <see cref="BaseLevel"/>, in float64.</param>
/// <param name="Similarity">The cosine, by <see cref="ExactScore"/>.</param>
public readonly record struct ActiveRow(int Row, double Activation, double BaseLevel, float Similarity);
