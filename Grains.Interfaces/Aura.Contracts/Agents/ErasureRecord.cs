namespace Aura;

/// <summary>What is left of an agent that was erased.</summary>
/// <param name="Agent">The agent's name.</param>
/// <param name="States">How many states it had.</param>
/// <param name="ErasedAt">When it was erased: UTC.</param>
public sealed record ErasureRecord(string Agent, long States, DateTimeOffset ErasedAt);
