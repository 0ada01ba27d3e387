using Aura.Client;
using Aura.Tests.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Aura.Tests.Fabric;

/// <summary>A user's own embedding generator.</summary>
public sealed class OwnEmbeddings : IAsyncLifetime
{
    private readonly SqlitePlace _place = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task The_containers_generator_makes_the_vectors_and_gives_the_dimension()
    {
        await using var provider = new ServiceCollection().AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(new Letters(26))
            .AddAura(_place.Store).BuildServiceProvider();
        var fabric = provider.GetRequiredService<IAura>().Fabric("f");
        await fabric.RememberAsync([new() { Id = "abc", Content = "abc" }, new() { Id = "xyz", Content = "xyz" }]);
        var info = await fabric.DescribeAsync();
        Assert.Equal(("letters-26", 26), (info.Embedding, info.Settings.Dimensions));
        Assert.Equal(["abc", "xyz"], (await fabric.RecallAsync(new RecallRequest { Text = "aabbccx", Mode = RecallMode.Vector })).Hits.Select(h => h.Id));
    }

    [Fact]
    public async Task A_fabric_keeps_to_the_generator_that_it_was_made_with()
    {
        await using (var aura = await OpenAsync(new Letters(26))) await aura.Fabric("f").RememberAsync(new MemoryRequest { Id = "abc", Content = "abc" });
        await using var other = await OpenAsync(null);
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(async () => await other.Fabric("f").RecallAsync("abc"));
        Assert.Equal("Fabric 'f' was made with the embedding 'letters-26', and this is 'hashed-ngrams-1': register that one, or give vectors.", refusal.Message);
        var vector = new float[26];
        vector[0] = 1;
        Assert.Equal("abc", (await other.Fabric("f").RecallAsync(new RecallRequest { Vector = vector })).Hits[0].Id);
    }

    [Fact]
    public async Task What_is_no_vector_of_the_fabric_is_refused_and_stores_nothing()
    {
        var generator = new Letters(26);
        await using var aura = await OpenAsync(generator);
        var fabric = aura.Fabric("f");
        await fabric.RememberAsync(new MemoryRequest { Content = "abc" });
        foreach (var (answer, sentence) in ((float[], string)[])
        [
            (new float[26], "Embedding 'letters-26' gave a vector of zeros: it has no direction."),
            ([1, 2, 3], "Embedding 'letters-26' has 3 dimensions, and fabric 'f' 26: they must be the same."),
            ([.. Enumerable.Repeat(float.NaN, 26)], "Embedding 'letters-26' gave a component that is NaN: all must be finite."),
        ])
        {
            generator.Answer = answer;
            Assert.Equal(sentence, (await Assert.ThrowsAsync<InvalidInputException>(async () => await fabric.RememberAsync(new MemoryRequest { Content = "x" }))).Message);
        }
        Assert.Equal(1, (await fabric.StatisticsAsync()).Memories);
    }

    private ValueTask<IAura> OpenAsync(Letters? generator) => AuraClient.OpenAsync(new AuraOptions { Store = _place.Store, Embedding = generator });

    // Counts letters.
    private sealed class Letters(int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public float[]? Answer { get; set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value =>
            {
                var vector = new float[dimensions];
                foreach (var letter in value.Where(char.IsAsciiLetterLower)) vector[letter - 'a']++;
                return new Embedding<float>(Answer ?? vector);
            })));

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("tests", null, $"letters-{dimensions}", null) : null;

        public void Dispose()
        {
        }
    }
}
