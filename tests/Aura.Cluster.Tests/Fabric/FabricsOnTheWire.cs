using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aura.Grains;
using Aura.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Aura.Cluster.Tests.Fabric;

/// <summary>What crosses silos between fabrics and those who ask arrives as it was, floats bit by bit.</summary>
public sealed class FabricsOnTheWire : IDisposable
{
    private static readonly StateId Id = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c07398f");

    // The ends of what a float can be, and what decimals do not reach exactly.
    private static readonly float[] Floats = [0.1f, -0f, float.Epsilon, -float.MaxValue, 1f / 3, 16777217f, float.BitIncrement(1), 1.17549435e-38f];

    private static readonly Memory Full = new()
    {
        Id = "m", Content = Payload.Parse("{ \"a\":1e400 }"), Tier = MemoryTier.Semantic, Labels = ["l"], Agent = "a", State = Id,
        OccurredAt = StateSketch.Begin, RecordedAt = StateSketch.Begin, Uses = 3, LastUses = [StateSketch.Begin], Activation = -0.1,
        Archived = true, Sources = ["s"], ConsolidatedInto = "c",
        Interpretations = [new Interpretation { Label = "l", Vector = Floats, Weight = 1 }],
    };

    private readonly ServiceProvider _services = new ServiceCollection().AddAuraContracts().BuildServiceProvider();

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();

    [Fact]
    public void Requests_arrive_with_every_field()
    {
        var filter = new MemoryFilter
        {
            Tiers = [MemoryTier.Semantic], Labels = ["ä\""], Agent = "a", From = StateSketch.Begin, To = StateSketch.Begin.AddTicks(10),
        };
        AssertArrives(filter);
        AssertArrives(new FabricSettings { Dimensions = 3, Decay = 0.1, ArchiveBelow = -1e300 });
        AssertArrives(new EvolveRequest { At = StateSketch.Begin, Consolidate = false });
        AssertArrives(new CollapseRequest
        {
            Id = "m", Context = "c", ContextVector = Floats, Seed = long.MinValue, Durable = true, InverseTemperature = 0.3,
        });
        AssertArrives(new ThinkRequest
        {
            Thought = Payload.Parse("{ \"b\" : 1e400 }"), Vector = Floats, Context = "c", ContextVector = Floats, Top = 3, Filter = filter,
            InverseTemperature = 0.1, Seed = 7, Reinforce = false, Fresh = true,
        });
        AssertArrives<IReadOnlyList<MemoryRequest>>(
        [
            new() { Content = "x" },
            new()
            {
                Id = "m", Content = Payload.Parse("[1e400 ]"), Tier = MemoryTier.Working, Labels = ["l"], Agent = "a", State = Id,
                OccurredAt = StateSketch.Begin,
                Interpretations = [new Interpretation { Label = "l", Text = "t", Vector = Floats, Weight = 0.1 }],
            },
        ]);
        AssertArrives<IReadOnlyList<RecallRequest>>(
        [
            new() { Text = "x" },
            new()
            {
                Text = "t", Vector = Floats, Mode = RecallMode.Vector, Top = 3, Filter = filter, WithMemories = false, Reinforce = true, Fresh = true,
            },
        ]);
        var vector = Sent(new ThinkRequest { Thought = "x", Vector = Floats }).Vector.ToArray();
        Assert.Equal(Floats.Select(BitConverter.SingleToInt32Bits), vector.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Answers_arrive_with_every_field()
    {
        var collapse = new Collapse { Choice = "l", Posterior = [new("l", 1.0 / 3)], Entropy = 0.1 };
        AssertArrives(Full);
        AssertArrives(collapse);
        AssertArrives(new Recollection(
            [new MemoryHit { Id = "m", Score = 0.1, Similarity = 0.2, TextScore = 0.3, Interpretation = "l", Memory = Full }]));
        AssertArrives(new Thought
        {
            Hits = [new ThoughtHit { Id = "m", Activation = 0.1, BaseLevel = -0.1, Similarity = 0.3, Collapse = collapse, Memory = Full }],
            ReadOut = Floats, Entropy = 0.1, Rows = 7, State = StateSketch.First("a", s => s.With("p")),
        });
        Assert.Equal([new Remembered("m", true)], Sent<Remembered[]>([new("m", true)]));
        Assert.Equal("m", Sent(new FabricUnavailableException("m")).Message);
    }

    [Fact]
    public void What_JSON_cannot_say_is_refused_by_its_place_before_it_is_sent()
    {
        float[] nan = [1, float.NaN];
        foreach (var (field, send) in ((string, Action)[])
        [
            ("vector[1]", () => Sent(new ThinkRequest { Thought = "x", Vector = nan })),
            ("inverseTemperature", () => Sent(new ThinkRequest { Thought = "x", InverseTemperature = double.NaN })),
            ("contextVector[1]", () => Sent(new CollapseRequest { Id = "m", ContextVector = nan })),
            ("id", () => Sent(new CollapseRequest { Id = "\ud800", Context = "c" })),
            ("archiveBelow", () => Sent(new FabricSettings { ArchiveBelow = double.NegativeInfinity })),
            ("filter.labels[0]", () => Sent(new MemoryFilter { Labels = ["\udc00"] })),
            ("queries[1].vector[1]", () => Sent<IReadOnlyList<RecallRequest>>([new() { Text = "x" }, new() { Vector = nan }])),
            ("memories[1].interpretations[0].weight", () => Sent<IReadOnlyList<MemoryRequest>>(
                [new() { Content = "x" }, new() { Content = "x", Interpretations = [new() { Label = "l", Text = "t", Weight = double.NaN }] }])),
        ])
            Assert.Equal(field, Assert.Throws<InvalidInputException>(send).Field);
    }

    [Fact]
    public void Hits_that_no_answer_has_room_for_are_refused()
    {
        var content = Payload.FromStore(Encoding.UTF8.GetBytes($"\"{new string('x', 1 << 20)}\""));
        var hit = new MemoryHit { Id = "m", Score = 1, Memory = Full with { Content = content } };
        Recollection[] Found(int hits) => [new([.. Enumerable.Repeat(hit, hits)])];
        Assert.Equal(191, MessageSizes.Check(Found(191))[0].Hits.Count);
        var error = Assert.Throws<InvalidInputException>(() => MessageSizes.Check(Found(192)));
        Assert.Equal("queries", error.Field);
        Assert.Equal("The hits have 201,336,192 bytes, and an answer has room for 201,326,592: ask for fewer, or without memories.", error.Message);
    }

    private void AssertArrives<T>(T value)
    {
        var format = (JsonTypeInfo<T>)AuraJsonContext.Default.GetTypeInfo(typeof(T))!;
        Assert.Equal(JsonSerializer.Serialize(value, format), JsonSerializer.Serialize(Sent(value), format));
    }

    // As calls do, which ask for the codec of what they are declared to take.
    private T Sent<T>(T value)
    {
        var serializer = _services.GetRequiredService<Serializer<T>>();
        return serializer.Deserialize(serializer.SerializeToArray(value));
    }
}
