using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// Scores all rows of a chunk against up to four queries in one pass. Eight threads share a row, so that together they load a line of 128 bytes of
/// it, and each does so for four rows, so that what it loads of the queries serves four times.
/// </summary>
internal static class ScanKernel
{
    /// <summary>The most queries.</summary>
    public const int Queries = 4;

    /// <summary>The most threads of a group.</summary>
    public const int MaxGroup = 256;

    /// <summary>How many threads share a row.</summary>
    public const int Lanes = 8;

    private const int RowsPerThread = 4;

    /// <summary>How many rows a group of so many threads scores at a time.</summary>
    public static int TileRows(int group) => group / Lanes * RowsPerThread;

    /// <param name="chunk">Where the rows are.</param>
    /// <param name="queries">The first fours of every eight of the first query, then its last fours, then those of the next query.</param>
    /// <param name="scores">Where scores go: query after query.</param>
    /// <param name="stride">From one query's scores to the next one's.</param>
    /// <param name="queryCount">How many queries are wanted; the others are zeros.</param>
    public static void Run(ChunkView chunk, ArrayView<Four> queries, ArrayView<float> scores, int stride, int queryCount)
    {
        var partial = SharedMemory.Allocate<float>(RowsPerThread * Queries * MaxGroup);
        var rows = chunk.High;
        var count = chunk.Count;
        var width = chunk.Width;
        var perGroup = Group.DimX / Lanes;
        var lane = Group.IdxX % Lanes;
        var own = Group.IdxX / Lanes;
        var tileRows = perGroup * RowsPerThread;
        for (var first = Grid.IdxX * tileRows; first < count; first += Grid.DimX * tileRows)
        {
            // Beyond the last row the last one is scored again, and nobody asks for it.
            var row0 = (long)Math.Min(first + own, count - 1) * width;
            var row1 = (long)Math.Min(first + own + perGroup, count - 1) * width;
            var row2 = (long)Math.Min(first + own + 2 * perGroup, count - 1) * width;
            var row3 = (long)Math.Min(first + own + 3 * perGroup, count - 1) * width;
            var sum0 = new Four(0, 0, 0, 0);
            var sum1 = sum0;
            var sum2 = sum0;
            var sum3 = sum0;
            for (var i = lane; i < width; i += Lanes)
            {
                var x0 = rows[row0 + i];
                var x1 = rows[row1 + i];
                var x2 = rows[row2 + i];
                var x3 = rows[row3 + i];
                var (first0, last0) = (queries[i], queries[width + i]);
                var (first1, last1) = (queries[2 * width + i], queries[3 * width + i]);
                var (first2, last2) = (queries[4 * width + i], queries[5 * width + i]);
                var (first3, last3) = (queries[6 * width + i], queries[7 * width + i]);
                sum0 = Add(sum0, x0.First, first0, first1, first2, first3);
                sum0 = Add(sum0, x0.Last, last0, last1, last2, last3);
                sum1 = Add(sum1, x1.First, first0, first1, first2, first3);
                sum1 = Add(sum1, x1.Last, last0, last1, last2, last3);
                sum2 = Add(sum2, x2.First, first0, first1, first2, first3);
                sum2 = Add(sum2, x2.Last, last0, last1, last2, last3);
                sum3 = Add(sum3, x3.First, first0, first1, first2, first3);
                sum3 = Add(sum3, x3.Last, last0, last1, last2, last3);
            }
            var slot = lane * perGroup + own;
            Put(partial, slot, sum0);
            Put(partial, slot + Queries * Group.DimX, sum1);
            Put(partial, slot + 2 * Queries * Group.DimX, sum2);
            Put(partial, slot + 3 * Queries * Group.DimX, sum3);
            Group.Barrier();

            for (var i = Group.IdxX; i < tileRows * queryCount; i += Group.DimX)
            {
                var query = i / tileRows;
                var row = i - query * tileRows;
                var quarter = row / perGroup;
                var at = (quarter * Queries + query) * Group.DimX + row - quarter * perGroup;
                var sum = 0f;
                for (var j = 0; j < Lanes; j++) sum += partial[at + j * perGroup];
                if (first + row < count) scores[(long)query * stride + first + row] = sum;
            }
            Group.Barrier();
        }
    }

    private static Four Add(Four sums, Four row, Four query0, Four query1, Four query2, Four query3) =>
        new(row.Dot(query0, sums.A), row.Dot(query1, sums.B), row.Dot(query2, sums.C), row.Dot(query3, sums.D));

    private static void Put(ArrayView<float> partial, int slot, Four sums)
    {
        partial[slot] = sums.A;
        partial[slot + Group.DimX] = sums.B;
        partial[slot + 2 * Group.DimX] = sums.C;
        partial[slot + 3 * Group.DimX] = sums.D;
    }
}
