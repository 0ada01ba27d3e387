using Aura.Engine;
using Microsoft.Extensions.AI;

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

    /// <summary>
    /// What turns texts of fabrics into vectors; if null, <see cref="HashedEmbeddingGenerator"/>, which needs no model.
    /// </summary>
    public IEmbeddingGenerator<string, Embedding<float>>? Embedding { get; set; }

    /// <summary>Makes the device that fabrics are resident on; the processor, without a limit, unless another is given.</summary>
    public Func<IFabricDevice> FabricDevice { get; set; } = () => new CpuFabricDevice();

    /// <summary>What is found by name: retrievals, simulations, scorers and merge resolvers.</summary>
    public EngineParts Parts { get; } = new();
}
