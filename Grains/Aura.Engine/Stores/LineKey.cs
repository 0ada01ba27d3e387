namespace Aura.Engine;

/// <summary>The name of one line.</summary>
public readonly record struct LineKey(string Agent, string Branch);
