namespace Aura.Engine;

/// <summary>Vectors of length 1, up to float32's rounding.</summary>
internal static class UnitVector
{
    /// <summary>A vector's direction. Computed in float64, which neither the smallest nor the largest float32 leaves.</summary>
    public static float[] Of(ReadOnlySpan<float> vector)
    {
        double square = 0;
        foreach (var x in vector) square += (double)x * x;
        var scale = 1 / Math.Sqrt(square);
        var unit = new float[vector.Length];
        for (var i = 0; i < unit.Length; i++) unit[i] = (float)(vector[i] * scale);
        return unit;
    }

    /// <summary>The direction of a weighted sum of two vectors; the first one where they cancel out.</summary>
    public static float[] Between(ReadOnlySpan<float> left, double leftWeight, ReadOnlySpan<float> right, double rightWeight)
    {
        var sum = new double[left.Length];
        double square = 0;
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = leftWeight * left[i] + rightWeight * right[i];
            square += sum[i] * sum[i];
        }
        if (square == 0) return left.ToArray();
        var scale = 1 / Math.Sqrt(square);
        return Array.ConvertAll(sum, x => (float)(x * scale));
    }
}
