namespace Aura.Testing;

/// <summary>What a crash writer printed when a state of its was acknowledged.</summary>
public sealed record Acknowledgement(string Agent, long Version, StateId Id);
