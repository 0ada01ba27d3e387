using FsCheck;
using FsCheck.Fluent;

namespace Aura.Tests.Properties;

/// <summary>Checks that something holds for many generated values, and finds a small one for which it does not.</summary>
public static class Property
{
    /// <summary>Checks one property; a failure names the smallest value found and the seed to run it again with.</summary>
    public static Task HoldsAsync<T>(Arbitrary<T> values, int cases, Func<T, Task> check) => Task.Run(() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(cases).WithEndSize(60).WithQuietOnSuccess(true),
            Prop.ForAll(values, value => check(value).GetAwaiter().GetResult())));

    /// <summary>Arrays that shrink by leaving items out, many at first.</summary>
    public static Arbitrary<T[]> ArrayOf<T>(Gen<T> item) => Arb.From(Gen.ArrayOf(item), Shorter);

    private static IEnumerable<T[]> Shorter<T>(T[] array)
    {
        for (var length = array.Length; length >= 1; length /= 2)
        {
            for (var from = 0; from + length <= array.Length; from += length) yield return [.. array[..from], .. array[(from + length)..]];
        }
    }
}
