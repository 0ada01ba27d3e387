using Aura.Engine;

namespace Aura.Client;

/// <summary>How Aura runs inside this process.</summary>
public sealed class AuraOptions
{
    /// <summary><c>sqlite:PATH</c>, or <c>postgres:</c> and an Npgsql connection string.</summary>
    public string Store { get; set; } = "sqlite:aura.db";

    /// <summary>Whether a store that does not exist is made; if not, its absence is a <see cref="NotFoundException"/>.</summary>
    public bool CreateStore { get; set; } = true;

    /// <summary>The engine's limits.</summary>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What is found by name: retrievals, simulations, scorers and merge resolvers.</summary>
    public EngineParts Parts { get; } = new();
}
