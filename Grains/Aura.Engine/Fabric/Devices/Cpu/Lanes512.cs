using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>Vectors of 512 bits: AVX-512F.</summary>
internal unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static bool EightRows => true;

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static void Store(Vector512<float> vector, float* target) => vector.Store(target);

    public static Vector512<float> Fill(float value) => Vector512.Create(value);

    public static Vector512<float> Even(ushort* uppers) => (Vector512.Load((uint*)uppers) << 16).AsSingle();

    public static Vector512<float> Odd(ushort* uppers) => (Vector512.Load((uint*)uppers) & Vector512.Create(0xFFFF0000)).AsSingle();

    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> sum) =>
        Vector512.FusedMultiplyAdd(x, y, sum);

    public static float Sum(Vector512<float> vector) => Vector512.Sum(vector);

    public static uint NotLess(Vector512<float> values, Vector512<float> limits) =>
        (uint)(~Vector512.LessThan(values, limits)).ExtractMostSignificantBits();
}
