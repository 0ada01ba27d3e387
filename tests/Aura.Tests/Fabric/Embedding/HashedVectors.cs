using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Aura.Engine;
using Microsoft.Extensions.AI;

namespace Aura.Tests.Fabric.Embedding;

/// <summary>Vectors of texts without a model.</summary>
public sealed class HashedVectors
{
    private readonly HashedEmbeddingGenerator _generator = new();

    [Fact]
    public async Task A_text_has_one_vector_for_good()
    {
        const string text = "Flight HAT004 from Orléans to 東京 isn't late: 12 of 12 seats are taken.";
        var vector = await VectorAsync(text);
        Assert.Equal("169753ae91b9d60ba6b6db91c687f02e99f815d74d425ad16ff7fcf966a2a3cd", Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(vector.Span))));
        var among = await new HashedEmbeddingGenerator().GenerateAsync(["another text", text, text + " again"]);
        Assert.Equal(vector.ToArray(), among[1].Vector.ToArray());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("M05KNL")]
    [InlineData("the and of")]
    [InlineData("word word word word word word")]
    [InlineData("?! 1 ?!")]
    public async Task A_vector_has_the_length_1(string text)
    {
        foreach (var dimensions in (int[])[2, 3, 768, FabricSettings.MaxDimensions])
        {
            var vector = (await _generator.GenerateAsync([text], new EmbeddingGenerationOptions { Dimensions = dimensions }))[0].Vector;
            Assert.Equal(dimensions, vector.Length);
            Assert.Equal(1, ExactScore.Dot(vector.Span, vector.Span), 1e-6);
        }
    }

    [Fact]
    public async Task Features_that_cancel_each_other_out_leave_a_vector_all_the_same()
    {
        var pairs = from x in "bcdfghjkl" from y in "mnpqrstvwxyz" select $"{x} {y}";
        var vectors = await _generator.GenerateAsync(pairs, new EmbeddingGenerationOptions { Dimensions = 2 });
        Assert.All(vectors, v => Assert.Equal(1, ExactScore.Dot(v.Vector.Span, v.Vector.Span), 1e-6));
    }

    [Theory]
    [InlineData("cancelled reservations", "the cancellation of a reservation", "what the weather in Seattle is like")]
    [InlineData("wich fligt goes to Philadelfia", "Which flight goes to Philadelphia?", "Which train goes to Washington?")]
    [InlineData("gift cards", "giftcard", "credit card")]
    [InlineData("reservation M05KNL", "{\"reservation_id\": \"M05KNL\"}", "{\"reservation_id\": \"4NQLHD\"}")]
    public async Task Texts_that_look_alike_are_nearer_than_others(string text, string near, string far)
    {
        var vectors = (await _generator.GenerateAsync([text, near, far])).Select(e => e.Vector).ToList();
        var (nearer, farther) = (ExactScore.Dot(vectors[0].Span, vectors[1].Span), ExactScore.Dot(vectors[0].Span, vectors[2].Span));
        Assert.True(nearer > farther + 0.1, string.Create(CultureInfo.InvariantCulture, $"{nearer} and {farther}"));
    }

    [Fact]
    public async Task What_few_texts_have_decides_a_query()
    {
        var texts = (await _generator.GenerateAsync(["reservation of the passenger", "HXDUBJ"])).Select(e => e.Vector).ToList();
        var even = _generator.EmbedQuery("reservation of the passenger HXDUBJ", _ => 1);
        var weighted = _generator.EmbedQuery("Reservation of the Passenger HXDUBJ", word => word == "hxdubj" ? 9 : 1);
        Assert.True(ExactScore.Dot(even.Span, texts[0].Span) > ExactScore.Dot(even.Span, texts[1].Span));
        Assert.True(ExactScore.Dot(weighted.Span, texts[0].Span) < ExactScore.Dot(weighted.Span, texts[1].Span));
        Assert.Equal((await VectorAsync("some text")).ToArray(), _generator.EmbedQuery("some text", _ => 3).ToArray(), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(12, _generator.EmbedQuery("some text", _ => 1, 12).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("?! … 😀")]
    public async Task A_text_without_a_word_is_refused(string text)
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => _generator.GenerateAsync(["fine", text]));
        Assert.Equal(("text", "text has no letter and no digit: a vector is made of words."), (error.Field, error.Message));
        Assert.Throws<InvalidInputException>(() => _generator.EmbedQuery(text, _ => 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(FabricSettings.MaxDimensions + 1)]
    public async Task Dimensions_that_cannot_be_are_refused(int dimensions)
    {
        var options = new EmbeddingGenerationOptions { Dimensions = dimensions };
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => _generator.GenerateAsync(["text"], options));
        Assert.Equal(("dimensions", $"dimensions is {dimensions}: it must be 2 to 8192."), (error.Field, error.Message));
        Assert.Throws<InvalidInputException>(() => new HashedEmbeddingGenerator(dimensions));
        Assert.Throws<InvalidInputException>(() => _generator.EmbedQuery("text", _ => 1, -dimensions));
    }

    [Fact]
    public void The_generator_says_what_it_is()
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = new HashedEmbeddingGenerator(384);
        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;
        Assert.Equal(("aura", "hashed-ngrams-1", 384), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(generator, generator.GetService<HashedEmbeddingGenerator>());
        Assert.Null(generator.GetService<string>());
        Assert.Null(generator.GetService(typeof(HashedEmbeddingGenerator), "key"));
    }

    private async Task<ReadOnlyMemory<float>> VectorAsync(string text) => (await _generator.GenerateAsync([text]))[0].Vector;
}
