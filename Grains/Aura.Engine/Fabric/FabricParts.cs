using Microsoft.Extensions.AI;

namespace Aura.Engine;

/// <summary>What all fabrics of one process share.</summary>
/// <param name="device">What their memories are resident on; the processor if null.</param>
/// <param name="embedding">What turns texts into vectors; <see cref="HashedEmbeddingGenerator"/>, which needs no model, if null.</param>
public sealed class FabricParts(IFabricDevice? device = null, IEmbeddingGenerator<string, Embedding<float>>? embedding = null)
{
    /// <summary>What memories are resident on.</summary>
    public IFabricDevice Device { get; } = device ?? new CpuFabricDevice();

    /// <summary>What turns texts into vectors.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Embedding { get; } = embedding ?? new HashedEmbeddingGenerator();
}
