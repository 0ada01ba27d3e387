namespace Aura.Engine;

/// <summary>
/// The read-out Xᵀ softmax(z) and the softmax's entropy, put together from parts of the rows. Each part comes with weights relative to its own
/// greatest z, so that none overflows (Milakov and Gimelshein, Online normalizer calculation for softmax, 2018, section 3.1). The same parts in the
/// same order give the same bits.
/// </summary>
/// <param name="dimensions">The rows' dimension.</param>
public sealed class ReadOutSum(int dimensions)
{
    private readonly double[] _vector = new double[dimensions];
    private double _max = double.NegativeInfinity;
    private double _sum;
    private double _moment;

    /// <summary>Adds a part.</summary>
    /// <param name="max">Its greatest z; negative infinity if no row of it counts, and then nothing is added.</param>
    /// <param name="sum">Σ e^(z - max).</param>
    /// <param name="moment">Σ (z - max) e^(z - max).</param>
    /// <param name="vector">Σ e^(z - max) x.</param>
    public void Add(double max, double sum, double moment, ReadOnlySpan<float> vector)
    {
        if (double.IsNegativeInfinity(max)) return;
        if (max > _max) Raise(max);
        var (below, scale) = (max - _max, Math.Exp(max - _max));
        _moment += scale * (moment + below * sum);
        _sum += scale * sum;
        for (var i = 0; i < _vector.Length; i++) _vector[i] += scale * vector[i];
    }

    /// <summary>Xᵀ softmax(z); zeros if nothing was added.</summary>
    public float[] ReadOut() => [.. _vector.Select(v => _sum > 0 ? (float)(v / _sum) : 0)];

    /// <summary>The entropy in nats: with p = e^(z - max) / sum, -Σ p ln p = ln sum - moment / sum. 0 if nothing was added.</summary>
    public double Entropy() => _sum > 0 ? Math.Max(Math.Log(_sum) - _moment / _sum, 0) : 0;

    private void Raise(double max)
    {
        if (_sum > 0)
        {
            var (below, scale) = (_max - max, Math.Exp(_max - max));
            _moment = scale * (_moment + below * _sum);
            _sum *= scale;
            for (var i = 0; i < _vector.Length; i++) _vector[i] *= scale;
        }
        _max = max;
    }
}
