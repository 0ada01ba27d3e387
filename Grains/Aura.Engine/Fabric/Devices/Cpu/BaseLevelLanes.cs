using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary><see cref="BaseLevel"/> for four rows at once.</summary>
internal readonly unsafe struct BaseLevelLanes(double now, double decay)
{
    /// <summary>How many rows.</summary>
    public const int Rows = 4;

    private const double UnitRoundoff = 1.0 / (1L << 53);

    /// <summary>
    /// How far these are from <see cref="BaseLevel.Of"/>. Each power here and there is within 3000u of the real one: exp(-d ln t) loses most, three
    /// roundings of an exponent that no float64 makes greater than 710. The mean divides the difference of two powers, which is at least
    /// (1-d) <see cref="BaseLevel.Guard"/> of the greater one; all other terms lose less. So the sum is off by a factor of at most 1 + e, and its
    /// logarithm by 2e if e is less than a half.
    /// </summary>
    public double Bound
    {
        get
        {
            var relative = 2 * 6000 * UnitRoundoff / ((1 - decay) * BaseLevel.Guard);
            return relative < 0.5 ? 2 * relative + 1e-12 : double.PositiveInfinity;
        }
    }

    /// <summary>The base levels of the first rows of a chunk.</summary>
    public void Of(RowChunk rows, Span<float> levels)
    {
        for (var row = 0; row < levels.Length; row += Rows)
        {
            var four = Of(rows, row);
            for (var i = 0; i < Math.Min(Rows, levels.Length - row); i++) levels[row + i] = (float)four[i];
        }
    }

    /// <summary>The base levels of four rows of a chunk.</summary>
    public Vector256<double> Of(RowChunk rows, int first)
    {
        var (one, counts) = (Vector256<double>.One, Vector256.ConvertToDouble(Vector256.Load(rows.UseCounts + first)));
        var last = Since(rows.LastUses + first);
        var lastPower = Power(last);
        var sum = lastPower;
        if (Vector256.GreaterThanAny(counts, one))
        {
            Step(rows.SecondUses + first, Vector256.GreaterThan(counts, one), ref last, ref lastPower, ref sum);
            Step(rows.ThirdUses + first, Vector256.GreaterThan(counts, Vector256.Create(2.0)), ref last, ref lastPower, ref sum);
            var life = Vector256.Max(Since(rows.FirstUses + first), last);
            var near = Vector256.LessThanOrEqual(life - last, life * BaseLevel.Guard);
            var mean = Vector256.ConditionalSelect(near, lastPower, Mean(life, last, lastPower));
            sum += Vector256.Max(counts - Vector256.Create(3.0), Vector256<double>.Zero) * mean;
        }
        return Vector256.Log(sum);
    }

    private void Step(double* uses, Vector256<double> there, ref Vector256<double> last, ref Vector256<double> lastPower, ref Vector256<double> sum)
    {
        last = Vector256.ConditionalSelect(there, Since(uses), last);
        lastPower = Power(last);
        sum += Vector256.ConditionalSelect(there, lastPower, Vector256<double>.Zero);
    }

    private Vector256<double> Mean(Vector256<double> life, Vector256<double> last, Vector256<double> lastPower) => decay == 0.5
        ? Vector256.Create(2.0) / (Vector256.Sqrt(life) + Vector256.Sqrt(last))
        : (life * Power(life) - last * lastPower) / ((life - last) * (1 - decay));

    private Vector256<double> Since(double* uses) =>
        Vector256.Max(Vector256.Create(now) - Vector256.Load(uses), Vector256.Create(BaseLevel.ShortestTime));

    private Vector256<double> Power(Vector256<double> time) =>
        decay == 0.5 ? Vector256<double>.One / Vector256.Sqrt(time) : Vector256.Exp(Vector256.Log(time) * -decay);
}
