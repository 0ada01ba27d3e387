namespace Aura.Benchmarks;

/// <summary>Random unit vectors, the same ones for the same place whatever thread makes them.</summary>
internal static class UnitVectors
{
    /// <summary>Fills rows.</summary>
    /// <param name="vectors">The rows, one after the other.</param>
    /// <param name="dimensions">Their dimension.</param>
    /// <param name="first">The place of the first one.</param>
    public static void Fill(float[] vectors, int dimensions, int first = 0) => Parallel.For(0, vectors.Length / dimensions, row =>
    {
        var vector = vectors.AsSpan(row * dimensions, dimensions);
        var state = (ulong)(first + row) * 0x9E3779B97F4A7C15 + 1;
        var squares = 0.0;
        foreach (ref var component in vector)
        {
            // xorshift64* (Vigna 2016): its upper half is random enough.
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            component = (int)((state * 0x2545F4914F6CDD1D) >> 32);
            squares += (double)component * component;
        }
        var scale = (float)(1 / Math.Sqrt(squares));
        foreach (ref var component in vector) component *= scale;
    });
}
