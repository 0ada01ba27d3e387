using Aura.Engine;
using Aura.Tests.Properties;
using FsCheck.Fluent;

namespace Aura.Tests.Fabric;

/// <summary>What devices share: halves of float32, the scan's bound, candidates and the read-out's sum.</summary>
public sealed class SharedByDevices
{
    private static readonly float[] Special =
    [
        0, -0f, 1, float.Epsilon, -float.Epsilon, 1.1754944e-38f, 1.1754942e-38f, float.MaxValue, float.MinValue, 3.3895314e38f, 3.3961775e38f,
        1 + 1f / 256,
    ];

    private static readonly FsCheck.Gen<float> AnyFinite = Gen.OneOf(
        Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite), Gen.Elements(Special));

    [Fact]
    public async Task Halves_give_float32_back_bit_by_bit() => await Property.HoldsAsync(
        Arb.From(Gen.ArrayOf(AnyFinite)), 300, values =>
        {
            var (uppers, rests, joined) = (new ushort[values.Length], new short[values.Length], new float[values.Length]);
            SplitFloat.Split(values, uppers, rests);
            SplitFloat.Join(uppers, rests, joined);
            Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), joined.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(values.Select(SplitFloat.Upper), uppers);
            foreach (var value in values)
            {
                // The nearest: no neighbour among the bfloat16 is nearer.
                var upper = SplitFloat.Upper(value);
                double Distance(int step) => Math.Abs((double)value - SplitFloat.Widen((ushort)(upper + step)));
                if (float.IsFinite(SplitFloat.Widen(upper))) Assert.All((int[])[-1, 1], step => Assert.False(Distance(step) < Distance(0)));
            }
            return Task.CompletedTask;
        });

    [Fact]
    public async Task A_scans_score_is_within_the_bound() => await Property.HoldsAsync(
        RowCase.Any(RowKind.Unit, RowKind.NearTies, RowKind.Subnormal, RowKind.Sparse, RowKind.Huge), 100, c =>
        {
            var query = c.Queries(1)[0].Vector.ToArray();
            var norm = ScanBound.Of(query).Norm;
            foreach (var row in c.Vectors().Chunk(c.Dimensions).Take(100))
            {
                float forward = 0, backward = 0;
                for (var i = 0; i < c.Dimensions; i++)
                {
                    forward += SplitFloat.Widen(SplitFloat.Upper(row[i])) * query[i];
                    backward = MathF.FusedMultiplyAdd(SplitFloat.Widen(SplitFloat.Upper(row[^(i + 1)])), query[^(i + 1)], backward);
                }
                var bound = ScanBound.Of(row).For(norm, c.Dimensions);
                var exact = (double)ExactScore.Dot(row, query);
                Assert.False(Math.Abs(forward - exact) > bound, $"{forward} is more than {bound} from {exact}");
                Assert.False(Math.Abs(backward - exact) > bound, $"{backward} is more than {bound} from {exact}");
            }
            return Task.CompletedTask;
        });

    [Fact]
    public void The_bound_is_a_thousandth_for_unit_vectors_of_usual_length()
    {
        var bound = new RowCase(1, RowKind.Unit, 768, 100).Vectors().Chunk(768).Select(row => ScanBound.Of(row)).Aggregate((a, b) => a.Or(b));
        Assert.InRange(bound.For(1, 768), 0.001, 0.003);
    }

    [Fact]
    public async Task Candidates_are_the_best_by_exact_value_whatever_their_order() => await Property.HoldsAsync(
        Arb.From(
            from seed in Gen.Choose(0, int.MaxValue)
            from top in Gen.Choose(1, 600)
            from step in Gen.Choose(0, 20)
            select (seed, top, step)),
        60, c =>
        {
            var random = new Random(c.seed);
            // With a large step many values are equal, and many approximations are in the wrong order.
            var exact = Enumerable.Range(0, 5000).Select(_ => c.step == 0 ? random.NextDouble() : (double)random.Next(c.step)).ToArray();
            var order = Enumerable.Range(0, exact.Length).ToArray();
            random.Shuffle(order);
            var ties = Comparer<int>.Create((a, b) => order[b].CompareTo(order[a]));
            Candidates Some(IEnumerable<int> rows)
            {
                var some = new Candidates(c.top, ties, row => exact[row]);
                foreach (var row in rows)
                {
                    var bound = random.Next(5) == 0 ? 2.5 : 0.01;
                    var value = exact[row] + bound * (2 * random.NextDouble() - 1);
                    if (!((float)value < some.Cut(bound + 1e-6))) some.Add(row, (float)value, bound + 1e-6);
                }
                return some;
            }
            var all = Some(order[..2000]);
            all.Add(Some(order[2000..]));
            var expected = Enumerable.Range(0, exact.Length).OrderByDescending(row => exact[row]).ThenBy(row => row, ties).Take(c.top);
            Assert.Equal(expected.Select(row => (row, exact[row])), all.Best());
            return Task.CompletedTask;
        });

    [Fact]
    public void The_read_outs_sum_does_not_depend_on_what_is_greatest_first()
    {
        (double Z, float[] X)[] rows = [(900, [1, 0]), (901, [0, 2]), (-5000, [7, 7]), (899, [3, 3])];
        foreach (var order in (int[][])[[0, 1, 2, 3], [2, 3, 0, 1], [1, 0, 3, 2]])
        {
            var sum = new ReadOutSum(2);
            sum.Add(double.NegativeInfinity, 0, 0, new float[2]);
            foreach (var i in order) sum.Add(rows[i].Z, 1, 0, rows[i].X);
            var weights = rows.Select(r => Math.Exp(r.Z - 901)).ToArray();
            var p = weights.Select(w => w / weights.Sum()).ToArray();
            Assert.Equal([(float)rows.Select((r, i) => p[i] * r.X[0]).Sum(), (float)rows.Select((r, i) => p[i] * r.X[1]).Sum()], sum.ReadOut());
            Assert.Equal(-p.Sum(v => v > 0 ? v * Math.Log(v) : 0), sum.Entropy(), 1e-12);
        }
    }
}
