namespace Aura.Engine;

/// <summary>How probable a memory's interpretations are in the light of a context.</summary>
internal static class Posterior
{
    /// <summary>The probabilities, proportional to weight · exp(β · cosine); they sum to 1 up to float64's rounding.</summary>
    public static double[] Of(ReadOnlySpan<double> weights, ReadOnlySpan<float> cosines, double beta)
    {
        var logs = new double[weights.Length];
        for (var i = 0; i < logs.Length; i++) logs[i] = Math.Log(weights[i]) + beta * cosines[i];
        var most = logs.Max();
        var shares = Array.ConvertAll(logs, log => Math.Exp(log - most));
        var sum = shares.Sum();
        return Array.ConvertAll(shares, share => share / sum);
    }

    /// <summary>The entropy, in nats.</summary>
    public static double Entropy(ReadOnlySpan<double> probabilities)
    {
        double entropy = 0;
        foreach (var p in probabilities)
        {
            if (p > 0) entropy -= p * Math.Log(p);
        }
        return Math.Max(entropy, 0);
    }

    /// <summary>The most probable one, the first where several are; or one that is drawn by its probability.</summary>
    /// <param name="probabilities">The probabilities.</param>
    /// <param name="seed">What the draw depends on, beside the memory; null for no draw.</param>
    /// <param name="id">The memory.</param>
    public static int Choose(ReadOnlySpan<double> probabilities, long? seed, string id)
    {
        if (seed is null)
        {
            var best = 0;
            for (var i = 1; i < probabilities.Length; i++)
            {
                if (probabilities[i] > probabilities[best]) best = i;
            }
            return best;
        }
        var left = Uniform(seed.Value, id);
        for (var i = 0; i < probabilities.Length - 1; i++)
        {
            if ((left -= probabilities[i]) < 0) return i;
        }
        return probabilities.Length - 1;
    }

    // In [0, 1), the same on every machine: FNV-1a over the id, mixed with the seed by SplitMix64's finaliser.
    private static double Uniform(long seed, string id)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var unit in id) hash = (hash ^ unit) * 0x100000001b3UL;
        var x = hash ^ unchecked((ulong)seed * 0x9e3779b97f4a7c15UL);
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9UL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebUL;
        return ((x ^ (x >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
