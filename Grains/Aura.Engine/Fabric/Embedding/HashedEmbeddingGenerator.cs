using Microsoft.Extensions.AI;

namespace Aura.Engine;

/// <summary>
/// Makes vectors of texts without a model: the character n-grams of their words, each hashed to a dimension and a sign (Weinberger et al., Feature
/// hashing for large scale multitask learning, 2009), so that texts are near that share words, or words that look alike. The same text has the
/// same unit vector always and everywhere, whatever else was seen. It may be used from all threads at the same time.
/// </summary>
/// <remarks>
/// A word that stands f times weighs f^(1/4) times its <see cref="WordPrior"/>. The weight goes in equal parts, whose squares sum to its own, to
/// the word's n-grams of 3 to 5 characters, with a mark at both ends of the word (Bojanowski et al., Enriching word vectors with subword
/// information, 2017). The sum is normalised to length 1. Sizes and weights are those that do well on the tests' questions; whole words, and
/// pairs of them, as features beside the n-grams do no better there.
/// </remarks>
public sealed class HashedEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The model's name: another one whenever the same text gets another vector.</summary>
    public const string ModelId = "hashed-ngrams-1";

    /// <summary>The dimension unless another is asked for.</summary>
    public const int DefaultDimensions = 768;

    private const int ShortestGram = 3;
    private const int LongestGram = 5;
    private const char Begin = '<';
    private const char End = '>';

    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly int _dimensions;

    /// <summary>Makes a generator.</summary>
    /// <param name="dimensions">The vectors' dimension unless a call asks for another: 2 to <see cref="FabricSettings.MaxDimensions"/>.</param>
    /// <exception cref="InvalidInputException">There cannot be so many dimensions.</exception>
    public HashedEmbeddingGenerator(int dimensions = DefaultDimensions)
    {
        _dimensions = Checked(dimensions);
        _metadata = new EmbeddingGeneratorMetadata("aura", defaultModelId: ModelId, defaultModelDimensions: dimensions);
    }

    /// <summary>Makes the vectors of texts to be remembered.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">The dimension, if it is to be another one; all else is passed over.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">A text has no word, or there cannot be so many dimensions.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var dimensions = Checked(options?.Dimensions ?? _dimensions);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new Embedding<float>(Embed(text, _ => 1, dimensions)) { ModelId = ModelId });
        }
        return Task.FromResult(embeddings);
    }

    /// <summary>Makes the vector of a query to texts of which it is known how many have a word.</summary>
    /// <param name="text">The query.</param>
    /// <param name="inverseDocumentFrequency">What a word, in lower case, weighs beside its own prior: more than 0.</param>
    /// <param name="dimensions">The dimension; the generator's if null.</param>
    /// <exception cref="InvalidInputException">The text has no word, or there cannot be so many dimensions.</exception>
    public ReadOnlyMemory<float> EmbedQuery(string text, Func<string, double> inverseDocumentFrequency, int? dimensions = null) =>
        Embed(text, word => inverseDocumentFrequency(word.ToString()), Checked(dimensions ?? _dimensions));

    /// <summary>The generator's metadata, or the generator itself.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Does nothing: there is nothing to let go of.</summary>
    public void Dispose()
    {
    }

    private static int Checked(int dimensions) => dimensions is >= 2 and <= FabricSettings.MaxDimensions
        ? dimensions
        : throw new InvalidInputException("dimensions", $"dimensions is {dimensions}: it must be 2 to {FabricSettings.MaxDimensions}.");

    private static float[] Embed(string text, Func<ReadOnlySpan<char>, double> weigh, int dimensions)
    {
        // Room for a mark at both ends.
        Span<char> marked = stackalloc char[Words.MaxLength + 2];
        var buffer = marked[1..^1];
        var times = new Dictionary<ulong, int>();
        foreach (var word in new Words(text, buffer))
        {
            var hash = FeatureHash.Empty.And(word).Value;
            times[hash] = times.GetValueOrDefault(hash) + 1;
        }
        if (times.Count == 0) throw new InvalidInputException("text", "text has no letter and no digit: a vector is made of words.");
        var vector = new float[dimensions];
        foreach (var word in new Words(text, buffer))
        {
            // Square roots are rounded alike on all machines, as logarithms are not.
            if (!times.Remove(FeatureHash.Empty.And(word).Value, out var f)) continue;
            (marked[0], marked[word.Length + 1]) = (Begin, End);
            AddWord(vector, marked[..(word.Length + 2)], Math.Sqrt(Math.Sqrt(f)) * WordPrior.Of(word) * weigh(word));
        }
        Normalise(vector, text);
        return vector;
    }

    private static void AddWord(float[] vector, ReadOnlySpan<char> marked, double weight)
    {
        var grams = 0;
        for (var n = ShortestGram; n <= LongestGram; n++) grams += Math.Max(0, marked.Length - n + 1);
        var part = weight / Math.Sqrt(grams);
        for (var start = 0; start + ShortestGram <= marked.Length; start++)
        {
            var hash = FeatureHash.Empty;
            for (var n = 1; n <= LongestGram && start + n <= marked.Length; n++)
            {
                hash = hash.And(marked[start + n - 1]);
                if (n >= ShortestGram) Add(vector, hash, part);
            }
        }
    }

    // The upper half of the hash is the dimension, the lowest bit the sign.
    private static void Add(float[] vector, FeatureHash feature, double weight)
    {
        var hash = feature.Value;
        vector[(int)((hash >> 32) * (ulong)vector.Length >> 32)] += (float)((hash & 1) == 0 ? weight : -weight);
    }

    private static void Normalise(float[] vector, string text)
    {
        var square = ExactScore.Dot(vector, vector);
        if (square == 0)
        {
            // Of a few short words all features can cancel each other out, by chance.
            Add(vector, FeatureHash.Empty.And(text), square = 1);
        }
        var length = Math.Sqrt(square);
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] / length);
    }
}
