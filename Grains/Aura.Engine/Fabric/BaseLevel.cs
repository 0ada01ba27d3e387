namespace Aura.Engine;

/// <summary>
/// The base-level activation of ACT-R in its hybrid form (Petrov, Computationally efficient approximation of the base-level learning equation in
/// ACT-R, 2006, equation 4): the last three uses exactly, those before as if they were spread evenly over the time before.
/// </summary>
/// <remarks>
/// B = ln[ Σ_{i≤k} t_i^-d + (n-k)(L^(1-d) - t_k^(1-d)) / ((1-d)(L - t_k)) ], with k = min(n, 3), the times t_i since the uses, most recent
/// first, and the lifetime L, all in seconds. A time below one second counts as one, so that what has just happened has the activation 0.
/// </remarks>
public static class BaseLevel
{
    /// <summary>Below this difference of L and t_k, relative to L, the quotient is its limit, t_k^-d: nearer by, its difference would be noise.</summary>
    public const double Guard = 1e-6;

    /// <summary>The shortest time since a use, in seconds.</summary>
    public const double ShortestTime = 1;

    /// <summary>Computes it.</summary>
    /// <param name="uses">The uses.</param>
    /// <param name="now">Seconds since 1970.</param>
    /// <param name="decay">The decay d, more than 0 and less than 1.</param>
    public static double Of(in RowUses uses, double now, double decay)
    {
        var last = Since(uses.Last, now);
        var sum = Math.Pow(last, -decay);
        if (uses.Count > 1) sum += Math.Pow(last = Since(uses.Second, now), -decay);
        if (uses.Count > 2) sum += Math.Pow(last = Since(uses.Third, now), -decay);
        if (uses.Count > 3)
        {
            var life = Math.Max(Since(uses.First, now), last);
            var mean = life - last <= Guard * life
                ? Math.Pow(last, -decay)
                : (Math.Pow(life, 1 - decay) - Math.Pow(last, 1 - decay)) / ((1 - decay) * (life - last));
            sum += (uses.Count - 3) * mean;
        }
        return Math.Log(sum);
    }

    private static double Since(double use, double now) => Math.Max(now - use, ShortestTime);
}
