using Aura.Engine;

namespace Aura.Benchmarks.GpuCheck;

/// <summary>
/// Rows that are drawn from their numbers, so that they need not be kept: unit vectors of any direction, in places one after the other the same, or
/// different only in the last bits.
/// </summary>
internal sealed class CheckRows(int count, int dimensions)
{
    private const double Now = 1.8e9;

    public int Count => count;

    public int Dimensions => dimensions;

    /// <summary>How many rows are added at a time.</summary>
    public int Part => Math.Min(1_000_000, (1 << 30) / dimensions);

    /// <summary>Row by row, what the rows are.</summary>
    public float[] Vectors(int first, int rows)
    {
        var vectors = new float[(long)rows * dimensions];
        Parallel.For(0, rows, row => Draw(first + row, vectors.AsSpan(row * dimensions, dimensions)));
        return vectors;
    }

    /// <summary>Row by row, how they were used.</summary>
    public static RowUses[] Uses(int first, int rows) => [.. Enumerable.Range(first, rows).AsParallel().AsOrdered().Select(UsesOf)];

    /// <summary>How a row was used.</summary>
    public static RowUses UsesOf(int row)
    {
        var random = new Random(row);
        var uses = RowUses.Once(Now - 1e6 - random.Next(100_000_000));
        for (var more = random.Next(6); more > 0; more--) uses = uses.And(uses.Last + random.Next(100_000));
        return uses;
    }

    /// <summary>Queries, of which some let every third row count only.</summary>
    public RowQuery[] Queries(int number, int top, bool masked = false)
    {
        ulong[] mask = [.. Enumerable.Range(0, (count + 63) / 64).Select(word => 0x9249249249249249ul << word % 3)];
        return [.. Enumerable.Range(0, number).Select(i => new RowQuery
        {
            Vector = Vectors(int.MaxValue - 1000 - 2 * i, 1), Top = top, Mask = masked ? mask : default, Ties = Comparer<int>.Default,
        })];
    }

    public static RowThinkQuery Thinking(RowQuery rows) => new() { Rows = rows, InverseTemperature = 16, SimilarityWeight = 16, Now = Now, Decay = 0.5 };

    private void Draw(int row, Span<float> vector)
    {
        // Of every 64 rows, the second and the third are the first one again, the third with other last bits.
        var like = row % 64 < 3 ? row / 64 * 64 : row;
        var state = (ulong)like * 0x9E3779B97F4A7C15 + 1;
        var sum = 0.0;
        foreach (ref var x in vector)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            x = (int)(state >> 40) / (float)(1 << 23) - 1;
            sum += x * x;
        }
        var scale = (float)(1 / Math.Sqrt(sum));
        foreach (ref var x in vector) x *= scale;
        if (row % 64 == 2) vector[0] = MathF.BitIncrement(vector[0]);
    }
}
