using Aura.Engine;

namespace Aura.Tests.Fabric;

/// <summary>What is the CPU device's own.</summary>
public sealed class CpuDevices
{
    [Fact]
    public async Task Answers_are_the_same_bits_whatever_the_number_of_threads()
    {
        var c = new RowCase(11, RowKind.NearTies, 48, 20_000);
        var (vectors, uses, queries) = (c.Vectors(), c.Uses(), c.Queries(20));
        var thinking = new RowThinkQuery { Rows = queries[0], InverseTemperature = 300, SimilarityWeight = 16, Now = RowCase.Now, Decay = 0.5 };
        var answers = new List<(IReadOnlyList<IReadOnlyList<RowHit>> Top, RowThought Thought)>();
        foreach (var threads in (int[])[1, 2, 5])
        {
            await using var device = new CpuFabricDevice(threads: threads);
            await using var rows = device.Allocate(c.Dimensions);
            await rows.AddAsync(vectors, uses, default);
            answers.Add((await rows.TopAsync(queries, default), await rows.ThinkAsync(thinking, default)));
        }
        foreach (var (top, thought) in answers[1..])
        {
            Assert.Equal(answers[0].Top, top);
            Assert.Equal(answers[0].Thought.Hits, thought.Hits);
            Assert.Equal(answers[0].Thought.ReadOut, thought.ReadOut);
            Assert.Equal(answers[0].Thought.Entropy, thought.Entropy);
        }
    }

    [Fact]
    public void The_name_says_what_computes()
    {
        Assert.Equal("CPU, AVX-512, 2 threads", new CpuFabricDevice(null, 2, SimdWidth.Bits512).Name);
        Assert.Equal("CPU, AVX2, 1 thread", new CpuFabricDevice(null, 1, SimdWidth.Bits256).Name);
        Assert.Equal("CPU, 128-bit vectors, 3 threads", new CpuFabricDevice(null, 3, SimdWidth.Bits128).Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuFabricDevice(capacity: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuFabricDevice(threads: 0));
    }

    [Fact]
    public async Task Rows_take_six_bytes_or_less_a_component_and_give_them_back()
    {
        await using var device = new CpuFabricDevice(capacity: 100_000_000);
        await using var rows = device.Allocate(768);
        await rows.AddAsync(new float[768 * 5000], new RowUses[5000], default);
        Assert.InRange(rows.Bytes, 5000 * 768 * 4, 5000 * 768 * 6);
        await rows.CompactAsync(default, 0, default);
        Assert.Equal(0, rows.Bytes);
        await rows.AddAsync(new float[768], new RowUses[1], default);
        await rows.DisposeAsync();
        Assert.Equal((0, 0L), (rows.Count, rows.Bytes));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await rows.TopAsync([], default));
    }

    [Fact]
    public void Base_levels_in_vectors_are_within_their_bound()
    {
        var random = new Random(5);
        foreach (var decay in (double[])[0.5, 0.01, 0.3, 0.99, 0.999])
        {
            var lanes = new BaseLevelLanes(RowCase.Now, decay);
            using var chunk = new RowChunk(1, ScanKernels.Alignment, 4000);
            var uses = Enumerable.Range(0, 4000).Select(_ => RowCase.AnyUses(random)).ToArray();
            for (var row = 0; row < uses.Length; row++) chunk.SetUses(row, uses[row]);
            for (var row = 0; row < uses.Length; row += BaseLevelLanes.Rows)
            {
                var levels = lanes.Of(chunk, row);
                for (var i = 0; i < BaseLevelLanes.Rows; i++) Assert.Equal(BaseLevel.Of(uses[row + i], RowCase.Now, decay), levels[i], lanes.Bound);
            }
        }
    }
}
