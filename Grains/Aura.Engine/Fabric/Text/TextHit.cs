namespace Aura.Engine;

/// <summary>A text that a query found.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Score">What it is ranked by: more is better.</param>
public readonly record struct TextHit(int Slot, double Score);
