using Aura.Engine;
using Aura.Tests.Properties;
using FsCheck.Fluent;

namespace Aura.Tests.Fabric;

/// <summary>The hybrid form of the base level beside the full sum over all uses, which it approximates.</summary>
public sealed class BaseLevels
{
    private const double Now = RowCase.Now;

    [Fact]
    public async Task Up_to_three_uses_are_exact() => await HoldsAsync(3, (times, decay) =>
        Assert.Equal(Exact(times, decay), BaseLevel.Of(Uses(times), Now, decay), 1e-9));

    [Fact]
    public async Task Any_history_is_between_its_old_uses_at_the_ends() => await HoldsAsync(60, (times, decay) =>
    {
        // The uses that are averaged lie between the first one and the third last.
        var level = BaseLevel.Of(Uses(times), Now, decay);
        var recent = times.TakeLast(3).ToArray();
        double AllAt(double time) => Exact([.. recent, .. Enumerable.Repeat(time, Math.Max(0, times.Length - 3))], decay);
        Assert.InRange(level, AllAt(times[0]) - 1e-6, AllAt(recent[0]) + 1e-6);
    });

    [Fact]
    public void Uses_spread_over_the_lifetime_come_within_a_few_hundredths_of_the_full_sum()
    {
        // What the approximation assumes (Petrov 2006, equation 4 and figure 1): uses that come evenly, here at random.
        var random = new Random(1);
        var errors = new List<double>();
        for (var i = 0; i < 2000; i++)
        {
            var life = Math.Pow(10, 2 + random.NextDouble() * 6);
            double[] times = [Now - life, .. Enumerable.Range(0, random.Next(1, 60)).Select(_ => Now - life * random.NextDouble()).Order()];
            errors.Add(Math.Abs(BaseLevel.Of(Uses(times), Now, 0.5) - Exact(times, 0.5)));
        }
        Assert.InRange(errors.Average(), 0, 0.05);
        Assert.InRange(errors.Max(), 0, 0.25);
    }

    [Fact]
    public void Uses_all_at_once_are_no_division_by_zero()
    {
        foreach (var spread in (double[])[0, 1e-9, 1e-3, 0.09, 0.11, 1])
        {
            double[] times = [Now - 1e5 - spread, .. Enumerable.Repeat(Now - 1e5, 9)];
            Assert.Equal(Exact(times, 0.5), BaseLevel.Of(Uses(times), Now, 0.5), 1e-5);
        }
        Assert.Equal(Math.Log(10), BaseLevel.Of(Uses([.. Enumerable.Repeat(Now, 10)]), Now, 0.5), 1e-12);
    }

    private static RowUses Uses(double[] times) => times.Skip(1).Aggregate(RowUses.Once(times[0]), (uses, at) => uses.And(at));

    private static double Exact(double[] times, double decay) =>
        Math.Log(times.Sum(t => Math.Pow(Math.Max(Now - t, BaseLevel.ShortestTime), -decay)));

    private static Task HoldsAsync(int most, Action<double[], double> check) => Property.HoldsAsync(
        Arb.From(
            from seed in Gen.Choose(0, int.MaxValue)
            from count in Gen.Choose(1, most)
            from decay in Gen.Elements(0.1, 0.3, 0.5, 0.9)
            select (seed, count, decay)),
        300, c =>
        {
            var random = new Random(c.seed);
            double[] times = [.. Enumerable.Range(0, c.count).Select(_ => Now - Math.Pow(10, random.NextDouble() * 9 - 1)).Order()];
            check(times, c.decay);
            return Task.CompletedTask;
        });
}
