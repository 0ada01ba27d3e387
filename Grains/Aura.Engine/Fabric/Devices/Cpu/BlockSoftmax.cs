using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>The softmax's weights of one block's rows, relative to the greatest score so far, and their sums.</summary>
/// <param name="inverseTemperature">β.</param>
/// <param name="negligible">The z = β (score - greatest score) below which a row is left out.</param>
internal struct BlockSoftmax(float inverseTemperature, float negligible)
{
    private static readonly Vector256<uint> Bits = Vector256.Create(1u, 2u, 4u, 8u, 16u, 32u, 64u, 128u);

    private float _max = float.NegativeInfinity;
    private double _sum;
    private double _moment;

    /// <summary>Weighs a group of rows, and brings the sums to its greatest score if that is greater.</summary>
    /// <param name="scores">The rows' scores.</param>
    /// <param name="counted">A bit for each row that counts: at least one.</param>
    /// <param name="weighted">The block's sum of weighted rows.</param>
    /// <param name="weights">The rows' weights.</param>
    /// <returns>Whether any row is not to be left out.</returns>
    public bool Weigh(Vector256<float> scores, uint counted, Span<float> weighted, out Vector256<float> weights)
    {
        var counts = Vector256.Equals(Vector256.Create(counted) & Bits, Bits).AsSingle();
        var those = Vector256.ConditionalSelect(counts, scores, Vector256.Create(float.NegativeInfinity));
        if (Vector256.GreaterThanAny(those, Vector256.Create(_max))) Raise(those, weighted);
        var z = (those - Vector256.Create(_max)) * inverseTemperature;
        var kept = Vector256.GreaterThanOrEqual(z, Vector256.Create(negligible));
        z = Vector256.ConditionalSelect(kept, z, Vector256<float>.Zero);
        weights = Vector256.ConditionalSelect(kept, Vector256.Exp(z), Vector256<float>.Zero);
        if (kept.AsUInt32() == Vector256<uint>.Zero) return false;
        var (low, high) = Vector256.Widen(weights);
        var (zLow, zHigh) = Vector256.Widen(z);
        _sum += Vector256.Sum(low + high);
        _moment += Vector256.Sum(low * zLow + high * zHigh);
        return true;
    }

    /// <summary>The block's part.</summary>
    public readonly SoftmaxPart Part(float[] vector) => new(_max, _sum, _moment, vector);

    private void Raise(Vector256<float> scores, Span<float> weighted)
    {
        var max = _max;
        for (var i = 0; i < Vector256<float>.Count; i++) max = Math.Max(max, scores[i]);
        if (_sum > 0)
        {
            var z = (double)inverseTemperature * (_max - max);
            var scale = Math.Exp(z);
            _moment = scale * (_moment + z * _sum);
            _sum *= scale;
            foreach (ref var component in weighted) component *= (float)scale;
        }
        _max = max;
    }
}
