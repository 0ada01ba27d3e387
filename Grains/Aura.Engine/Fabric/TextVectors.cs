using Microsoft.Extensions.AI;

namespace Aura.Engine;

/// <summary>Turns texts into unit vectors by the embedding generator of this process.</summary>
internal sealed class TextVectors(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    private readonly EmbeddingGeneratorMetadata? _metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;

    /// <summary>What a fabric notes down of the generator that it was made with.</summary>
    public string Name => _metadata?.DefaultModelId ?? _metadata?.ProviderName ?? generator.GetType().Name;

    /// <summary>The dimension of the vectors.</summary>
    public async ValueTask<int> DimensionsAsync(CancellationToken cancellationToken) =>
        _metadata?.DefaultModelDimensions ?? (await generator.GenerateAsync(["dimension"], cancellationToken: cancellationToken))[0].Vector.Length;

    /// <summary>Turns texts into vectors of a fabric.</summary>
    /// <exception cref="InvalidInputException">The fabric was made with another generator, or a text has nothing to be embedded.</exception>
    public async ValueTask<float[][]> EmbedAsync(FabricInfo fabric, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (texts.Count == 0) return [];
        Check(fabric);
        // Said only where it is not the usual one: not every model can be told.
        var dimensions = fabric.Settings.Dimensions;
        var options = dimensions == _metadata?.DefaultModelDimensions ? null : new EmbeddingGenerationOptions { Dimensions = dimensions };
        var embeddings = await generator.GenerateAsync(texts, options, cancellationToken);
        if (embeddings.Count != texts.Count)
            throw new InvalidInputException("embedding", $"Embedding generator '{Name}' gave {embeddings.Count} vectors for {texts.Count} texts.");
        return [.. embeddings.Select(e => Checked(fabric, e.Vector))];
    }

    /// <summary>Whether queries are embedded by <see cref="EmbedQuery"/>: the generator weighs their words by how rare they are in the fabric.</summary>
    public bool WeighsByRarity => generator is HashedEmbeddingGenerator;

    /// <summary>Turns a query into a vector of a fabric.</summary>
    /// <exception cref="InvalidInputException">The fabric was made with another generator, or the text has nothing to be embedded.</exception>
    public float[] EmbedQuery(FabricInfo fabric, string text, Func<string, double> rarity)
    {
        Check(fabric);
        return Checked(fabric, ((HashedEmbeddingGenerator)generator).EmbedQuery(text, rarity, fabric.Settings.Dimensions));
    }

    private void Check(FabricInfo fabric)
    {
        if (fabric.Embedding != Name)
        {
            throw new InvalidInputException("embedding",
                $"Fabric '{fabric.Name}' was made with the embedding '{fabric.Embedding}', and this is '{Name}': register that one, or give vectors.");
        }
    }

    private float[] Checked(FabricInfo fabric, ReadOnlyMemory<float> vector)
    {
        if (vector.Length != fabric.Settings.Dimensions)
        {
            throw new InvalidInputException("dimensions",
                $"Embedding '{Name}' has {vector.Length} dimensions, and fabric '{fabric.Name}' {fabric.Settings.Dimensions}: they must be the same.");
        }
        foreach (var x in vector.Span)
        {
            if (!float.IsFinite(x)) throw new InvalidInputException("embedding", $"Embedding '{Name}' gave a component that is {x}: all must be finite.");
        }
        if (!vector.Span.ContainsAnyExcept(0f)) throw new InvalidInputException("embedding", $"Embedding '{Name}' gave a vector of zeros: it has no direction.");
        return UnitVector.Of(vector.Span);
    }
}
