using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>
/// How far the scores of rows in a scan can be from <see cref="ExactScore"/>. A scan multiplies the rows' upper halves x̂
/// (<see cref="SplitFloat"/>) with the query q in float32 and adds up in float32, in any order, with or without fused operations.
/// </summary>
/// <param name="Residual">The greatest ‖x - x̂‖ of the rows, never less.</param>
/// <param name="Norm">The greatest ‖x‖ of the rows, never less.</param>
/// <remarks>
/// <para>
/// With xᵀq the real inner product, s̃ the scan's score and s the exact score: |s̃ - s| ≤ |xᵀq - x̂ᵀq| + |x̂ᵀq - s̃| + |xᵀq - s|. The first is at
/// most ‖x - x̂‖‖q‖ (Cauchy-Schwarz). The second is at most γ_n Σ|x̂ᵢqᵢ| ≤ γ_n ‖x̂‖‖q‖, with γ_n = nu / (1 - nu), u = 2^-24, n the dimension
/// (Higham, Accuracy and Stability of Numerical Algorithms, 2002, equation 3.5: inner products in any order). The third is one rounding to
/// float32 and n of float64: less than 2u‖x‖‖q‖. Where products are too small for a normal float32, each loses at most 2^-150 more, and so does
/// the rounding at the end.
/// </para>
/// <para>None of it holds where a float32 overflows, which needs ‖x̂‖‖q‖ of about 2^128: the bound is infinite long before.</para>
/// </remarks>
public readonly record struct ScanBound(double Residual, double Norm)
{
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private const double Overflow = 1e38;

    // The float64 operations that the norms and the bound itself are computed with: thousands of times what they lose.
    private const double RoundedUp = 1 + 1e-9;

    /// <summary>Measures a row.</summary>
    public static ScanBound Of(ReadOnlySpan<float> row)
    {
        var (residuals, norms) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var (half, upper) = (Vector256.Create(0x8000u), Vector256.Create(0xFFFF0000u));
        ref var first = ref MemoryMarshal.GetReference(row);
        var i = 0;
        for (; i + 8 <= row.Length; i += 8)
        {
            var x = Vector256.LoadUnsafe(ref first, (nuint)i);
            // The difference is exact: it has at most 16 significant bits.
            var (low, high) = Vector256.Widen(x - ((x.AsUInt32() + half) & upper).AsSingle());
            var (xLow, xHigh) = Vector256.Widen(x);
            residuals += low * low + high * high;
            norms += xLow * xLow + xHigh * xHigh;
        }
        var (residual, norm) = (Vector256.Sum(residuals), Vector256.Sum(norms));
        for (; i < row.Length; i++)
        {
            var rest = (double)row[i] - SplitFloat.Widen(SplitFloat.Upper(row[i]));
            residual += rest * rest;
            norm += (double)row[i] * row[i];
        }
        return new ScanBound(Math.Sqrt(residual) * RoundedUp, Math.Sqrt(norm) * RoundedUp);
    }

    /// <summary>What holds for the rows of both.</summary>
    public ScanBound Or(ScanBound other) => new(Math.Max(Residual, other.Residual), Math.Max(Norm, other.Norm));

    /// <summary>The greatest difference |s̃ - s|.</summary>
    /// <param name="queryNorm">‖q‖, not rounded down by more than 10^-10 of it.</param>
    /// <param name="dimensions">The dimension n.</param>
    public double For(double queryNorm, int dimensions)
    {
        var scanned = (Norm + Residual) * queryNorm;
        if (!(scanned < Overflow)) return double.PositiveInfinity;
        var roundings = (dimensions + 2) * UnitRoundoff;
        return (Residual * queryNorm + roundings / (1 - roundings) * scanned) * RoundedUp + dimensions * (double)float.Epsilon;
    }
}
