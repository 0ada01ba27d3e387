using Aura.Engine;

namespace Aura.Fabric.Gpu;

/// <summary>A row that was found.</summary>
/// <param name="Row">The row.</param>
/// <param name="Score">Its cosine with the query, by <see cref="ExactScore"/>.</param>
/// <param name="BaseLevel">Its base level, by <see cref="Engine.BaseLevel"/>, if it was asked for.</param>
/// <param name="Value">What it is ranked by.</param>
internal readonly record struct FoundRow(int Row, float Score, double BaseLevel, double Value);
