using Aura.Engine;

namespace Aura.Benchmarks.GpuCheck;

/// <summary>Compares a device's answers with those of a plain computation.</summary>
internal static class Answers
{
    // Where all rows are compared one by one, which takes the CPU a while.
    private const int Many = 1_000_000;

    public static async Task<IReadOnlyList<Measurement>> CompareAsync(CheckRows rows, IFabricRows resident)
    {
        List<Measurement> found = [];
        void Add(string what, int wrong) =>
            found.Add(new Measurement($"{rows.Count:N0} x {rows.Dimensions}: {what}", wrong, "wrong", Target: "none", Holds: wrong == 0));

        foreach (var (number, top, masked) in ((int, int, bool)[])[(1, 10, false), (1, 1000, false), (3, 100, true), (32, 10, false), (37, 50, true)])
        {
            var queries = rows.Queries(number, top, masked);
            var (got, expected) = (await resident.TopAsync(queries, default), PlainAnswers.Top(rows, queries));
            Add($"top {top:N0} of {number}{(masked ? ", masked" : "")}", got.Zip(expected).Sum(p => Differences(p.First, p.Second)));
        }
        int[] some = [.. Enumerable.Range(0, Math.Min(rows.Count, 2000)).Select(i => (int)((long)i * rows.Count / Math.Min(rows.Count, 2000)))];
        Add("rows given back", await WrongRowsAsync(rows, resident, some));
        if (rows.Count > Many) return found;

        var thinking = CheckRows.Thinking(rows.Queries(1, 8)[0]);
        var thought = await resident.ThinkAsync(thinking, default);
        var (hits, readOut, entropy) = PlainAnswers.Think(rows, thinking);
        Add("rows of a thought", Differences(thought.Hits, hits));
        Add("components of its read-out", readOut.Zip(thought.ReadOut).Count(p => Math.Abs(p.First - p.Second) > 1e-5));
        Add("entropy", Math.Abs(entropy - thought.Entropy) > 1e-4 ? 1 : 0);
        var levels = new float[rows.Count];
        await resident.BaseLevelsAsync(thinking.Now, thinking.Decay, levels, default);
        Add("base levels", levels.AsParallel().Select((level, row) => (level, row))
            .Count(p => Math.Abs(BaseLevel.Of(CheckRows.UsesOf(p.row), thinking.Now, thinking.Decay) - p.level) > 1.2e-7 * Math.Max(1, Math.Abs(p.level))));
        Add("rows changed and moved", await WrongAfterChangesAsync(rows, resident));
        return found;
    }

    // Replaces a row, moves others over it and beside it and back, and looks at what is there then.
    private static async Task<int> WrongAfterChangesAsync(CheckRows rows, IFabricRows resident)
    {
        if (rows.Count < 8) return 0;
        var last = rows.Count - 1;
        int[] touched = [0, 1, 2, last];
        var uses = touched.Select(CheckRows.UsesOf).ToArray();
        await resident.ReplaceAsync(new[] { 0 }, rows.Vectors(last, 1), default);
        await resident.CompactAsync(new RowMove[] { new(last, 1), new(1, 2) }, rows.Count, default);
        var moved = new float[touched.Length * rows.Dimensions];
        await resident.ReadAsync(touched, moved, default);
        var wrong = moved.Chunk(rows.Dimensions).Count(vector => !vector.SequenceEqual(rows.Vectors(last, 1)));
        await resident.ReplaceAsync(touched, touched.SelectMany(row => rows.Vectors(row, 1)).ToArray(), default);
        await resident.SetUsesAsync(touched, uses, default);
        return wrong + await WrongRowsAsync(rows, resident, touched);
    }

    private static async Task<int> WrongRowsAsync(CheckRows rows, IFabricRows resident, int[] numbers)
    {
        var vectors = new float[numbers.Length * rows.Dimensions];
        await resident.ReadAsync(numbers, vectors, default);
        return numbers.Zip(vectors.Chunk(rows.Dimensions)).Count(p => !p.Second.SequenceEqual(rows.Vectors(p.First, 1)));
    }

    private static int Differences<T>(IReadOnlyList<T> got, IReadOnlyList<T> expected) =>
        got.Zip(expected).Count(p => !Equals(p.First, p.Second)) + Math.Abs(got.Count - expected.Count);
}
