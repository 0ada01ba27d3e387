using Aura.Engine;
using FsCheck;
using FsCheck.Fluent;

namespace Aura.Tests.Fabric;

/// <summary>Rows, how they were used, and queries, all drawn from a seed.</summary>
public sealed record RowCase(int Seed, RowKind Kind, int Dimensions, int Rows)
{
    /// <summary>The time of thoughts, in seconds since 1970.</summary>
    public const double Now = 1.8e9;

    /// <summary>Cases of the given kinds.</summary>
    public static Arbitrary<RowCase> Any(params RowKind[] kinds) => Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from kind in Gen.Elements(kinds)
        from dimensions in Gen.Elements(1, 2, 7, 8, 33, 64, 65, 130)
        from rows in Gen.Frequency((8, Gen.Choose(0, 100)), (4, Gen.Choose(100, 700)), (1, Gen.Choose(4000, 5000)))
        select new RowCase(seed, kind, dimensions, dimensions > 8 ? rows % 700 : rows),
        c => c.Rows == 0 ? [] : [c with { Rows = c.Rows / 2 }, c with { Rows = c.Rows - 1 }]);

    /// <summary>The rows' vectors, one after the other.</summary>
    public float[] Vectors()
    {
        var random = new Random(Seed);
        var bases = Enumerable.Range(0, 3).Select(_ => Unit(random, Dimensions)).ToArray();
        return [.. Enumerable.Range(0, Rows).SelectMany(_ => Vector(random, Kind, bases))];
    }

    /// <summary>How the rows were used: once, a few times or many times, also at the same time or later than now.</summary>
    public RowUses[] Uses()
    {
        var random = new Random(Seed + 1);
        return [.. Enumerable.Range(0, Rows).Select(_ => AnyUses(random))];
    }

    /// <summary>Queries, some of which ask for all rows, and some of which let only some count.</summary>
    public RowQuery[] Queries(int count, bool masked = true)
    {
        var random = new Random(Seed + 2);
        var vectors = Vectors();
        var order = Enumerable.Range(0, Math.Max(Rows, 1)).ToArray();
        random.Shuffle(order);
        return [.. Enumerable.Range(0, count).Select(_ => new RowQuery
        {
            Vector = Kind != RowKind.Huge && Rows > 0 && random.Next(3) == 0
                ? vectors.AsMemory(random.Next(Rows) * Dimensions, Dimensions)
                : Unit(random, Dimensions),
            Top = random.Next(4) switch { 0 => 1, 1 => Rows + 3, 2 => 1 + random.Next(Rows + 1), _ => 10 },
            Mask = masked && random.Next(2) == 0 ? Mask(random) : default,
            Ties = Comparer<int>.Create((a, b) => order[a].CompareTo(order[b])),
        })];
    }

    /// <summary>A unit vector of any direction.</summary>
    public static float[] Unit(Random random, int dimensions)
    {
        var vector = new double[dimensions];
        while (vector.Sum(v => v * v) < 1e-3)
        {
            for (var i = 0; i < dimensions; i++) vector[i] = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        }
        var norm = Math.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => (float)(v / norm))];
    }

    /// <summary>Uses as a memory may have them.</summary>
    public static RowUses AnyUses(Random random)
    {
        var uses = RowUses.Once(Now - Math.Pow(10, random.NextDouble() * 8));
        for (var more = random.Next(3) * random.Next(8); more > 0; more--)
            uses = uses.And(random.Next(4) == 0 ? uses.Last : Math.Min(uses.Last + Math.Pow(10, random.NextDouble() * 7), Now + 5));
        return uses;
    }

    private ulong[] Mask(Random random)
    {
        var mask = new ulong[(Rows + 63) / 64 + random.Next(2)];
        var sparse = random.Next(3);
        for (var i = 0; i < mask.Length; i++)
            mask[i] = sparse switch { 0 => (ulong)random.NextInt64() << 1, 1 => random.Next(4) == 0 ? 1ul << random.Next(64) : 0, _ => 0 };
        return mask;
    }

    private float[] Vector(Random random, RowKind kind, float[][] bases)
    {
        switch (kind)
        {
            case RowKind.Copies:
                return bases[random.Next(bases.Length)];
            case RowKind.NearTies:
                return [.. bases[0].Select(x => random.Next(3) == 0 ? x * (1 + MathF.ScaleB(random.Next(-3, 4), -random.Next(8, 24))) : x)];
            case RowKind.Subnormal:
                return [.. Unit(random, Dimensions).Select(x => x * 1e-40f)];
            case RowKind.Huge:
                var scale = MathF.Pow(10, random.Next(39));
                return [.. Unit(random, Dimensions).Select(x => Math.Clamp(x * scale, -float.MaxValue, float.MaxValue))];
            case RowKind.Sparse:
                var sparse = new float[Dimensions];
                sparse[random.Next(Dimensions)] = random.Next(-1, 2);
                return sparse;
            case RowKind.Mixed:
                return Vector(random, (RowKind)random.Next((int)RowKind.Mixed), bases);
            default:
                return Unit(random, Dimensions);
        }
    }
}
