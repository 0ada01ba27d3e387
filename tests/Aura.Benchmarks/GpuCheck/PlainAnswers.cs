using Aura.Engine;

namespace Aura.Benchmarks.GpuCheck;

/// <summary>What a plain computation on the CPU answers, over parts of the rows, so that they need not all be in memory.</summary>
internal static class PlainAnswers
{
    private const int Part = 100_000;

    /// <summary>The rows of the highest cosine for each query.</summary>
    public static IReadOnlyList<IReadOnlyList<RowHit>> Top(CheckRows rows, IReadOnlyList<RowQuery> queries)
    {
        var best = queries.Select(_ => new List<RowHit>()).ToArray();
        foreach (var (first, vectors) in Parts(rows))
        {
            Parallel.For(0, queries.Count, i =>
            {
                best[i] = [.. best[i].Concat(Enumerable.Range(0, vectors.Length / rows.Dimensions).Where(row => queries[i].Counts(first + row))
                    .Select(row => new RowHit(first + row, ExactScore.Dot(vectors.AsSpan(row * rows.Dimensions, rows.Dimensions), queries[i].Vector.Span))))
                    .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Row).Take(queries[i].Top)];
            });
        }
        return best;
    }

    /// <summary>What a thought finds and reads out, with the entropy.</summary>
    public static (IReadOnlyList<ActiveRow> Hits, float[] ReadOut, double Entropy) Think(CheckRows rows, RowThinkQuery query)
    {
        List<ActiveRow> best = [];
        var sum = new ReadOutSum(rows.Dimensions);
        var query64 = query.Rows.Vector.ToArray().Select(x => (double)x).ToArray();
        foreach (var (first, vectors) in Parts(rows))
        {
            var counting = Enumerable.Range(0, vectors.Length / rows.Dimensions).Where(row => query.Rows.Counts(first + row)).ToArray();
            best = [.. best.Concat(counting.AsParallel().Select(row =>
                    query.Activate(first + row, CheckRows.UsesOf(first + row), vectors.AsSpan(row * rows.Dimensions, rows.Dimensions))))
                .OrderByDescending(hit => hit.Activation).ThenBy(hit => hit.Row).Take(query.Rows.Top)];
            // Few rows at a time, whose sum in float32 is as good as one in float64.
            foreach (var (max, total, moment, vector) in counting.Chunk(16).AsParallel().AsOrdered().Select(some =>
            {
                var halves = some.Select(row => vectors[(row * rows.Dimensions)..((row + 1) * rows.Dimensions)]
                    .Select(x => SplitFloat.Widen(SplitFloat.Upper(x))).ToArray()).ToArray();
                var z = halves.Select(x => query.InverseTemperature * x.Zip(query64, (a, b) => a * b).Sum()).ToArray();
                var weights = z.Select(v => Math.Exp(v - z.Max())).ToArray();
                float[] sums = [.. Enumerable.Range(0, rows.Dimensions).Select(i => (float)halves.Zip(weights, (x, w) => x[i] * w).Sum())];
                return (z.Max(), weights.Sum(), z.Zip(weights, (v, w) => w * (v - z.Max())).Sum(), sums);
            }))
                sum.Add(max, total, moment, vector);
        }
        return (best, sum.ReadOut(), sum.Entropy());
    }

    private static IEnumerable<(int First, float[] Vectors)> Parts(CheckRows rows)
    {
        for (var first = 0; first < rows.Count; first += Part) yield return (first, rows.Vectors(first, Math.Min(Part, rows.Count - first)));
    }
}
