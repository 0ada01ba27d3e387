namespace Aura.Engine;

/// <summary>A row that a query found.</summary>
/// <param name="Row">The row.</param>
/// <param name="Score">Its cosine with the query, by <see cref="ExactScore"/>.</param>
public readonly record struct RowHit(int Row, float Score);
