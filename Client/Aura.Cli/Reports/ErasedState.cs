namespace Aura.Cli;

/// <summary>A state whose content was erased, as JSON says it.</summary>
internal sealed record ErasedState(string Agent, string State, long Version);
