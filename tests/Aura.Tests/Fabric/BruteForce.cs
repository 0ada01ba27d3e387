using Aura.Engine;

namespace Aura.Tests.Fabric;

/// <summary>What a device must answer, computed row by row.</summary>
public static class BruteForce
{
    /// <summary>The best rows by <see cref="ExactScore"/>.</summary>
    public static RowHit[] Top(float[] vectors, RowQuery query) =>
        [.. Rows(vectors, query)
            .Select(row => new RowHit(row, ExactScore.Dot(Row(vectors, query, row), query.Vector.Span)))
            .OrderByDescending(h => h.Score).ThenBy(h => h.Row, query.Ties).Take(query.Top)];

    /// <summary>The most active rows.</summary>
    public static ActiveRow[] Active(float[] vectors, RowUses[] uses, RowThinkQuery query) =>
        [.. Rows(vectors, query.Rows)
            .Select(row => query.Activate(row, uses[row], Row(vectors, query.Rows, row)))
            .OrderByDescending(r => r.Activation).ThenBy(r => r.Row, query.Rows.Ties).Take(query.Rows.Top)];

    /// <summary>The read-out and the entropy in float64, over the rows' 16-bit vectors.</summary>
    public static (double[] ReadOut, double Entropy) ReadOut(float[] vectors, RowThinkQuery query)
    {
        var dimensions = query.Rows.Vector.Length;
        var rows = Rows(vectors, query.Rows)
            .Select(row => Row(vectors, query.Rows, row).ToArray().Select(x => (double)SplitFloat.Widen(SplitFloat.Upper(x))).ToArray()).ToArray();
        if (rows.Length == 0) return (new double[dimensions], 0);
        var z = rows.Select(x => query.InverseTemperature * x.Select((v, i) => v * query.Rows.Vector.Span[i]).Sum()).ToArray();
        var weights = z.Select(v => Math.Exp(v - z.Max())).ToArray();
        var sum = weights.Sum();
        var shares = weights.Select(w => w / sum).ToArray();
        var readOut = Enumerable.Range(0, dimensions).Select(i => rows.Select((x, row) => shares[row] * x[i]).Sum());
        return ([.. readOut], -shares.Sum(p => p > 0 ? p * Math.Log(p) : 0));
    }

    private static IEnumerable<int> Rows(float[] vectors, RowQuery query) =>
        Enumerable.Range(0, vectors.Length / query.Vector.Length).Where(query.Counts);

    private static ReadOnlySpan<float> Row(float[] vectors, RowQuery query, int row) =>
        vectors.AsSpan(row * query.Vector.Length, query.Vector.Length);
}
