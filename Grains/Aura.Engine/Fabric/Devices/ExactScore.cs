using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>
/// The score that decides: on every device and every processor the same, bit by bit. Products of two float32 are exact in float64; they are added
/// there in an order that does not depend on the machine, and the sum is rounded once.
/// </summary>
public static class ExactScore
{
    /// <summary>The inner product of two vectors of the same length.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length) throw new ArgumentException("The vectors differ in length.");
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var whole = left.Length & ~7;
        ref var x = ref MemoryMarshal.GetReference(left);
        ref var y = ref MemoryMarshal.GetReference(right);
        for (var i = 0; i < whole; i += 8)
        {
            var (xLow, xHigh) = Vector256.Widen(Vector256.LoadUnsafe(ref x, (nuint)i));
            var (yLow, yHigh) = Vector256.Widen(Vector256.LoadUnsafe(ref y, (nuint)i));
            low += xLow * yLow;
            high += xHigh * yHigh;
        }
        var sum = Vector256.Sum(low + high);
        for (var i = whole; i < left.Length; i++) sum += (double)left[i] * right[i];
        return (float)sum;
    }
}
