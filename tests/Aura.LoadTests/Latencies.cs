namespace Aura.LoadTests;

/// <summary>Percentiles of latencies, in milliseconds.</summary>
internal sealed record Latencies(int Count, double P50, double P99, double P999, double Max)
{
    /// <summary>The percentiles of these; zeros if there are none.</summary>
    public static Latencies Of(IEnumerable<TimeSpan> latencies)
    {
        var sorted = latencies.Order().Select(l => l.TotalMilliseconds).DefaultIfEmpty().ToArray();
        double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
        return new Latencies(sorted.Length, At(0.5), At(0.99), At(0.999), sorted[^1]);
    }
}
