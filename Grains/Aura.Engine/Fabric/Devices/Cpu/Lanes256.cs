using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>Vectors of 256 bits: AVX2 and FMA.</summary>
internal unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static bool EightRows => false;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static void Store(Vector256<float> vector, float* target) => vector.Store(target);

    public static Vector256<float> Fill(float value) => Vector256.Create(value);

    public static Vector256<float> Even(ushort* uppers) => (Vector256.Load((uint*)uppers) << 16).AsSingle();

    public static Vector256<float> Odd(ushort* uppers) => (Vector256.Load((uint*)uppers) & Vector256.Create(0xFFFF0000)).AsSingle();

    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> sum) =>
        Vector256.MultiplyAddEstimate(x, y, sum);

    public static float Sum(Vector256<float> vector) => Vector256.Sum(vector);

    public static uint NotLess(Vector256<float> values, Vector256<float> limits) =>
        (uint)(~Vector256.LessThan(values, limits)).ExtractMostSignificantBits();
}
