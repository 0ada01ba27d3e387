using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>Vectors of 128 bits, which are on every machine.</summary>
internal unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static bool EightRows => false;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static void Store(Vector128<float> vector, float* target) => vector.Store(target);

    public static Vector128<float> Fill(float value) => Vector128.Create(value);

    public static Vector128<float> Even(ushort* uppers) => (Vector128.Load((uint*)uppers) << 16).AsSingle();

    public static Vector128<float> Odd(ushort* uppers) => (Vector128.Load((uint*)uppers) & Vector128.Create(0xFFFF0000)).AsSingle();

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> sum) =>
        Vector128.MultiplyAddEstimate(x, y, sum);

    public static float Sum(Vector128<float> vector) => Vector128.Sum(vector);

    public static uint NotLess(Vector128<float> values, Vector128<float> limits) =>
        (uint)(~Vector128.LessThan(values, limits)).ExtractMostSignificantBits();
}
