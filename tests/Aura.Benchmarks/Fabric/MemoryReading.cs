using System.Runtime.Intrinsics;

namespace Aura.Benchmarks;

/// <summary>How fast the machine reads memory: a plain sum of float32 by all cores.</summary>
internal static class MemoryReading
{
    private const int BlockLength = 1 << 20;
    private const int Step = 32;

    /// <summary>Adds all numbers up. Their count is a multiple of 32.</summary>
    public static async Task<float> SumAsync(float[] numbers)
    {
        var next = -1;
        var sums = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() =>
        {
            var sum = 0f;
            for (long start; (start = (long)Interlocked.Increment(ref next) * BlockLength) < numbers.Length;)
                sum += Sum(numbers.AsSpan((int)start, (int)Math.Min(BlockLength, numbers.Length - start)));
            return sum;
        })));
        return sums.Sum();
    }

    // Four sums, so that no addition waits for the one before.
    private static float Sum(ReadOnlySpan<float> block)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (; block.Length >= Step; block = block[Step..])
        {
            a += Vector256.Create(block);
            b += Vector256.Create(block[8..]);
            c += Vector256.Create(block[16..]);
            d += Vector256.Create(block[24..]);
        }
        return Vector256.Sum(a + b + c + d);
    }
}
