using System.Runtime.Intrinsics.X86;

namespace Aura.Engine;

/// <summary>The loops for one kind of vector.</summary>
internal sealed unsafe class ScanKernels<TLanes, TVector> : ScanKernels
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // In halves. What is fetched ahead may lie behind the last row: that does no harm.
    private const int CacheLine = 64 / sizeof(ushort);

    private static int Lanes => TLanes.Count;

    public override int ManyQueries => 2 * Lanes;

    public override void Score(ushort* rows, int stride, float* query, float* scores)
    {
        // Row by row, so that memory is read in its order; four sums, so that none waits for the one before.
        var ahead = GroupRows * (nint)stride;
        for (var row = rows; row < rows + ahead; row += stride)
        {
            var (a, b, c, d) = (default(TVector), default(TVector), default(TVector), default(TVector));
            for (nint i = 0; i < stride; i += 4 * Lanes)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(row + i + ahead);
                    if (4 * Lanes > CacheLine) Sse.Prefetch0(row + i + ahead + CacheLine);
                }
                a = TLanes.MultiplyAdd(TLanes.Even(row + i), TLanes.Load(query + i), a);
                b = TLanes.MultiplyAdd(TLanes.Odd(row + i), TLanes.Load(query + i + Lanes), b);
                c = TLanes.MultiplyAdd(TLanes.Even(row + i + 2 * Lanes), TLanes.Load(query + i + 2 * Lanes), c);
                d = TLanes.MultiplyAdd(TLanes.Odd(row + i + 2 * Lanes), TLanes.Load(query + i + 3 * Lanes), d);
            }
            *scores++ = TLanes.Sum(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)));
        }
    }

    public override void Widen(ushort* rows, int stride, float* widened)
    {
        for (nint i = 0; i < GroupRows * stride; i += 2 * Lanes)
        {
            TLanes.Store(TLanes.Even(rows + i), widened + i);
            TLanes.Store(TLanes.Odd(rows + i), widened + i + Lanes);
        }
    }

    public override void ScoreMany(float* widened, int stride, float* queries, float* cuts, float* scores, uint* passed, ushort* next)
    {
        if (TLanes.EightRows)
        {
            ScoreTile(widened, stride, queries, cuts, scores, passed, next);
            return;
        }
        ScoreTile(widened, stride, queries, cuts, scores, passed, next);
        ScoreTile(widened + 4 * (nint)stride, stride, queries, cuts, scores + 4 * ManyQueries, passed + 4, next + 4 * (nint)stride);
    }

    public override void AddWeighted(ushort* rows, int count, int stride, float* weights, float* sum)
    {
        // A row that is not there is the first one again, with no weight.
        ushort* Row(int i) => rows + (i < count ? i * (nint)stride : 0);
        ushort* r1 = Row(1), r2 = Row(2), r3 = Row(3), r4 = Row(4), r5 = Row(5), r6 = Row(6), r7 = Row(7);
        var (w0, w1, w2, w3) = (TLanes.Fill(weights[0]), TLanes.Fill(weights[1]), TLanes.Fill(weights[2]), TLanes.Fill(weights[3]));
        var (w4, w5, w6, w7) = (TLanes.Fill(weights[4]), TLanes.Fill(weights[5]), TLanes.Fill(weights[6]), TLanes.Fill(weights[7]));
        var ahead = rows + 2 * GroupRows * (nint)stride;
        for (nint i = 0; i < stride; i += 2 * Lanes)
        {
            var (even, odd) = (TLanes.Load(sum + i), TLanes.Load(sum + i + Lanes));
            even = TLanes.MultiplyAdd(TLanes.Even(rows + i), w0, even);
            odd = TLanes.MultiplyAdd(TLanes.Odd(rows + i), w0, odd);
            even = TLanes.MultiplyAdd(TLanes.Even(r1 + i), w1, even);
            odd = TLanes.MultiplyAdd(TLanes.Odd(r1 + i), w1, odd);
            even = TLanes.MultiplyAdd(TLanes.Even(r2 + i), w2, even);
            odd = TLanes.MultiplyAdd(TLanes.Odd(r2 + i), w2, odd);
            even = TLanes.MultiplyAdd(TLanes.Even(r3 + i), w3, even);
            odd = TLanes.MultiplyAdd(TLanes.Odd(r3 + i), w3, odd);
            even = TLanes.MultiplyAdd(TLanes.Even(r4 + i), w4, even);
            odd = TLanes.MultiplyAdd(TLanes.Odd(r4 + i), w4, odd);
            even = TLanes.MultiplyAdd(TLanes.Even(r5 + i), w5, even);
            odd = TLanes.MultiplyAdd(TLanes.Odd(r5 + i), w5, odd);
            even = TLanes.MultiplyAdd(TLanes.Even(r6 + i), w6, even);
            odd = TLanes.MultiplyAdd(TLanes.Odd(r6 + i), w6, odd);
            even = TLanes.MultiplyAdd(TLanes.Even(r7 + i), w7, even);
            odd = TLanes.MultiplyAdd(TLanes.Odd(r7 + i), w7, odd);
            if (Sse.IsSupported)
            {
                // Half of the group after the next, lest memory be idle until scores ask for the rest: thinking is a twelfth faster.
                Sse.Prefetch1(ahead + 4 * i);
                if (Lanes >= 8) Sse.Prefetch1(ahead + 4 * i + CacheLine);
                if (Lanes >= 16)
                {
                    Sse.Prefetch1(ahead + 4 * i + 2 * CacheLine);
                    Sse.Prefetch1(ahead + 4 * i + 3 * CacheLine);
                }
            }
            TLanes.Store(even, sum + i);
            TLanes.Store(odd, sum + i + Lanes);
        }
    }

    // Queries are in the lanes and rows' components go to all lanes, so that no sum is to be added up across lanes. The sums stay in registers.
    private static void ScoreTile(float* rows, nint stride, float* queries, float* cuts, float* scores, uint* passed, ushort* next)
    {
        var (a0, a1, a2, a3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var (a4, a5, a6, a7) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var (b0, b1, b2, b3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var (b4, b5, b6, b7) = (default(TVector), default(TVector), default(TVector), default(TVector));
        float* r1 = rows + stride, r2 = r1 + stride, r3 = r2 + stride, r4 = r3 + stride, r5 = r4 + stride, r6 = r5 + stride, r7 = r6 + stride;
        // A line each time, so that all of the next rows have come when the tile is done.
        var fetchMask = TLanes.EightRows ? 3 : 7;
        for (nint i = 0; i < stride; i++, queries += 2 * Lanes)
        {
            // Memory would be idle meanwhile: 32 queries are a third faster.
            if (Sse.IsSupported && (i & fetchMask) == 0)
            {
                Sse.Prefetch1(next);
                next += CacheLine;
            }
            var (left, right) = (TLanes.Load(queries), TLanes.Load(queries + Lanes));
            var x = TLanes.Fill(rows[i]);
            (a0, b0) = (TLanes.MultiplyAdd(x, left, a0), TLanes.MultiplyAdd(x, right, b0));
            x = TLanes.Fill(r1[i]);
            (a1, b1) = (TLanes.MultiplyAdd(x, left, a1), TLanes.MultiplyAdd(x, right, b1));
            x = TLanes.Fill(r2[i]);
            (a2, b2) = (TLanes.MultiplyAdd(x, left, a2), TLanes.MultiplyAdd(x, right, b2));
            x = TLanes.Fill(r3[i]);
            (a3, b3) = (TLanes.MultiplyAdd(x, left, a3), TLanes.MultiplyAdd(x, right, b3));
            if (!TLanes.EightRows) continue;
            x = TLanes.Fill(r4[i]);
            (a4, b4) = (TLanes.MultiplyAdd(x, left, a4), TLanes.MultiplyAdd(x, right, b4));
            x = TLanes.Fill(r5[i]);
            (a5, b5) = (TLanes.MultiplyAdd(x, left, a5), TLanes.MultiplyAdd(x, right, b5));
            x = TLanes.Fill(r6[i]);
            (a6, b6) = (TLanes.MultiplyAdd(x, left, a6), TLanes.MultiplyAdd(x, right, b6));
            x = TLanes.Fill(r7[i]);
            (a7, b7) = (TLanes.MultiplyAdd(x, left, a7), TLanes.MultiplyAdd(x, right, b7));
        }
        Finish(a0, b0, cuts, scores, passed);
        Finish(a1, b1, cuts, scores + 2 * Lanes, passed + 1);
        Finish(a2, b2, cuts, scores + 4 * Lanes, passed + 2);
        Finish(a3, b3, cuts, scores + 6 * Lanes, passed + 3);
        if (!TLanes.EightRows) return;
        Finish(a4, b4, cuts, scores + 8 * Lanes, passed + 4);
        Finish(a5, b5, cuts, scores + 10 * Lanes, passed + 5);
        Finish(a6, b6, cuts, scores + 12 * Lanes, passed + 6);
        Finish(a7, b7, cuts, scores + 14 * Lanes, passed + 7);
    }

    private static void Finish(TVector left, TVector right, float* cuts, float* scores, uint* passed)
    {
        TLanes.Store(left, scores);
        TLanes.Store(right, scores + Lanes);
        *passed = TLanes.NotLess(left, TLanes.Load(cuts)) | TLanes.NotLess(right, TLanes.Load(cuts + Lanes)) << Lanes;
    }
}
