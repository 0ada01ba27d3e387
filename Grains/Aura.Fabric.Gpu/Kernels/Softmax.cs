namespace Aura.Fabric.Gpu.Kernels;

/// <summary>What was seen of a softmax.</summary>
/// <param name="highest">The highest exponent z; minus infinity if there was none.</param>
/// <param name="total">Σ exp(z - highest).</param>
/// <param name="moment">Σ (z - highest) exp(z - highest).</param>
internal readonly struct Softmax(float highest, double total, double moment)
{
    public readonly float Highest = highest;
    public readonly double Total = total;
    public readonly double Moment = moment;
}
