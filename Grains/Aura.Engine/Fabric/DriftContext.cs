namespace Aura.Engine;

/// <summary>The contexts that an episode was used in, by the interpretation that they chose.</summary>
internal sealed class DriftContext
{
    private readonly Dictionary<string, double[]> _sums = new(StringComparer.Ordinal);

    /// <summary>Adds a use.</summary>
    public void Add(string interpretation, ReadOnlySpan<float> context)
    {
        if (!_sums.TryGetValue(interpretation, out var sum)) _sums.Add(interpretation, sum = new double[context.Length]);
        for (var i = 0; i < sum.Length; i++) sum[i] += context[i];
    }

    /// <summary>An interpretation's vector, moved toward the mean direction of its contexts.</summary>
    public ReadOnlyMemory<float> Drift(string interpretation, ReadOnlyMemory<float> vector, double share)
    {
        if (!_sums.TryGetValue(interpretation, out var sum)) return vector;
        var contexts = Array.ConvertAll(sum, x => (float)x);
        return contexts.AsSpan().ContainsAnyExcept(0f) ? UnitVector.Between(vector.Span, 1 - share, UnitVector.Of(contexts), share) : vector;
    }
}
