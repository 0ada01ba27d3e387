namespace Aura.Engine;

/// <summary>A block's part of a read-out; see <see cref="ReadOutSum.Add"/>.</summary>
/// <param name="MaxScore">The greatest score.</param>
/// <param name="Sum">The weights' sum.</param>
/// <param name="Moment">The weights' first moment.</param>
/// <param name="Vector">The weighted sum of rows.</param>
internal readonly record struct SoftmaxPart(float MaxScore, double Sum, double Moment, float[] Vector);
