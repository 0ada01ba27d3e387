namespace Aura.Engine;

/// <summary>The part of a line that was written on one branch: versions <paramref name="From"/> to <paramref name="To"/>, both included.</summary>
public readonly record struct LineSegment(string Branch, long From, long To);
