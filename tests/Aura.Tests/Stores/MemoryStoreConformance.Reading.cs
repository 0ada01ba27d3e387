using System.Text;
using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

public abstract partial class MemoryStoreConformance
{
    [Theory]
    [InlineData("null")]
    [InlineData("{\"b\":1,\"a\":2,\"b\":3}")]
    [InlineData("{ \"a\" :\t[ 1 ,\r\n 2 ] }")]
    [InlineData("[1e400,-0,-0.0,1E+2,123456789012345678901234567890,0.1000000000000000055511151231257827021181583404541015625]")]
    [InlineData("\"\\u0000 \\ud83d\\ude00 \\ud800 \\/ \\u00e9\"")]
    [InlineData("\"é 😀 \u2028 \uFFFE 𝒳 \u0301\u007f\"")]
    public async Task A_contents_bytes_are_kept_exactly(string json)
    {
        await AddedAsync(MemorySketch.Memory("a") with { Content = Payload.Parse(json) });
        Assert.Equal(Encoding.UTF8.GetBytes(json), Assert.Single(await AllAsync()).Content.Utf8.ToArray());
    }

    [Fact]
    public async Task A_content_of_a_mebibyte_is_kept()
    {
        var large = Payload.Parse($"\"{string.Concat(Enumerable.Range(0, 200_000).Select(i => i.ToString("x5")))}{new string('x', 48_574)}\"");
        Assert.Equal(1 << 20, large.Length);
        await AddedAsync(MemorySketch.Memory("a") with { Content = large }, MemorySketch.Memory("b"), MemorySketch.Memory("c") with { Content = large });
        Assert.All(await Memories.ReadMemoriesAsync(Fabric, ["a", "c"], default), m => Assert.True(large.Equals(m.Content)));
    }

    [Theory]
    [InlineData(2, 16)]
    [InlineData(768, 1)]
    [InlineData(768, 3)]
    [InlineData(8192, 16)]
    public async Task Vectors_are_kept_to_the_bit(int dimensions, int interpretations)
    {
        var random = new Random(dimensions);
        float[] odd = [-0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.NaN, float.PositiveInfinity, 1 / 3f];
        float[] Vector() => [.. Enumerable.Range(0, dimensions).Select(i => i % 3 == 0 ? odd[random.Next(odd.Length)] : random.NextSingle())];
        var memory = MemorySketch.Memory("a") with
        {
            Ordinal = 1,
            Interpretations = [.. Enumerable.Range(3, interpretations).Select(i => MemorySketch.Meaning($"{i}", Vector()) with { Weight = 1.0 / i })],
        };
        await AddedAsync(memory);
        Assert.True(memory.Text() == Assert.Single(await AllTextAsync()), "The memory has lost a bit.");
        var update = memory with { Interpretations = [.. memory.Interpretations.Select(i => i with { Vector = Vector() })] };
        await CommittedAsync(changed: [update.Update() with { Interpretations = update.Interpretations }]);
        Assert.True(update.Text() == Assert.Single(await AllTextAsync()), "The changed memory has lost a bit.");
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(621_355_967_999_999_990L)]
    [InlineData(638_000_000_012_345_670L)]
    [InlineData(3_155_378_975_999_999_990L)]
    public async Task Times_of_memories_come_back_to_the_microsecond(long ticks)
    {
        var time = new DateTimeOffset(ticks, TimeSpan.Zero);
        var memory = MemorySketch.Memory("a") with { Ordinal = 1, OccurredAt = time, RecordedAt = time };
        await AddedAsync(memory);
        Assert.Equal([memory.Text()], await AllTextAsync());
        var fabric = MemorySketch.Fabric("g") with { CreatedAt = time };
        Assert.Equal(fabric, (await Memories.CreateFabricAsync(fabric, default)).Info);
    }

    [Fact]
    public async Task Names_of_every_kind_are_told_apart()
    {
        string[] names =
        [
            "a", "A", "á", "a\u0301", "😀", "%", "_", "'; DROP TABLE memories; --", " ", "a ", "\\", "\"", "[]", "＄", "\uFFFF",
            new string('é', 200), new string('\uFFFF', 200),
        ];
        MemoryRecord[] memories =
        [
            .. names.Select((n, i) => MemorySketch.Memory(n) with { Ordinal = i + 1, Agent = n, Labels = [n], ConsolidatedInto = n, Sources = [n, n] }),
        ];
        foreach (var name in names)
        {
            await Memories.CreateFabricAsync(MemorySketch.Fabric(name), default);
            await Memories.CommitAsync(new MemoryChange { Fabric = name, Revision = 0, Added = memories, At = StateSketch.Begin }, default);
        }
        foreach (var name in names)
        {
            Assert.Equal(memories.Select(m => m.Text()), (await Memories.ReadChangedAsync(name, 0, 0, 100, default)).Select(m => m.Text()));
            Assert.Equal([name], (await Memories.ReadMemoriesAsync(name, [name], default)).Select(m => m.Id));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1100)]
    public async Task Any_number_of_memories_is_read_by_id_and_unknown_ones_are_left_out(int count)
    {
        var memories = MemorySketch.Memories(count);
        await AddedAsync([.. memories, MemorySketch.Memory("other")]);
        string[] asked = [.. memories.Select(m => m.Id), "unknown", .. memories.Take(1).Select(m => m.Id)];
        var found = await Memories.ReadMemoriesAsync(Fabric, asked, default);
        Assert.Equal(memories.Select((m, i) => (m with { Ordinal = i + 1 }).Text()), found.OrderBy(m => m.Ordinal).Select(m => m.Text()));
        Assert.Empty(await Memories.ReadMemoriesAsync(Fabric, [], default));
    }

    [Fact]
    public async Task Changes_come_in_pages_in_order_of_ordinals()
    {
        var memories = MemorySketch.Memories(10);
        await AddedAsync(memories[..6]);
        await CommittedAsync(changed: [memories[4].Update(), memories[1].Update()]);
        await AddedAsync(memories[6..]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], await OrdinalsAsync(0, 3));
        Assert.Equal([2, 5, 7, 8, 9, 10], await OrdinalsAsync(1, 4));
        Assert.Equal([7, 8, 9, 10], await OrdinalsAsync(2, 4));
        Assert.Empty(await OrdinalsAsync(3, 4));
        Assert.Empty(await Memories.ReadChangedAsync(Fabric, 0, 10, 4, default));
    }

    [Fact]
    public async Task Changes_of_most_of_a_fabric_come_in_pages_too()
    {
        var memories = MemorySketch.Memories(10_100);
        await AddedAsync(memories);
        await CommittedAsync(changed: [.. memories.Skip(50).Reverse().Select(m => m.Update())]);
        Assert.Equal(Enumerable.Range(51, 10_050).Select(i => (long)i), await OrdinalsAsync(1, 4000));
    }

    private async Task<List<long>> OrdinalsAsync(long afterRevision, int limit)
    {
        var ordinals = new List<long>();
        while (await Memories.ReadChangedAsync(Fabric, afterRevision, ordinals.LastOrDefault(), limit, default) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= limit);
            ordinals.AddRange(page.Select(m => m.Ordinal));
        }
        return ordinals;
    }
}
