using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Aura.Engine;

/// <summary>
/// The inner loops of scans. Rows are the upper halves of their components (<see cref="SplitFloat"/>), a stride apart that is a multiple of
/// <see cref="Alignment"/>, filled up with zeros. A vector made float32 has its components in the order in which the halves are widened: of each two
/// vectors' worth first those at even places, then those at odd ones.
/// </summary>
internal abstract unsafe class ScanKernels
{
    /// <summary>What strides are a multiple of, in components: four of the widest vectors.</summary>
    public const int Alignment = 64;

    /// <summary>How many rows are worked on at once.</summary>
    public const int GroupRows = 8;

    /// <summary>The widest vectors that this machine has: those of AVX-512 even where the runtime prefers 256 bits, since many queries gain.</summary>
    public static SimdWidth Widest { get; } =
        Avx512F.IsSupported ? SimdWidth.Bits512 : Vector256.IsHardwareAccelerated ? SimdWidth.Bits256 : SimdWidth.Bits128;

    /// <summary>How many queries <see cref="ScoreMany"/> takes: two vectors' worth.</summary>
    public abstract int ManyQueries { get; }

    /// <summary>The loops for a width.</summary>
    public static ScanKernels For(SimdWidth width) => width switch
    {
        SimdWidth.Bits512 => new ScanKernels<Lanes512, Vector512<float>>(),
        SimdWidth.Bits256 => new ScanKernels<Lanes256, Vector256<float>>(),
        _ => new ScanKernels<Lanes128, Vector128<float>>(),
    };

    /// <summary>Where a component is once it is float32.</summary>
    public int Place(int component)
    {
        var within = component % ManyQueries;
        return component - within + within % 2 * (ManyQueries / 2) + within / 2;
    }

    /// <summary>A vector as the rows are when they are float32.</summary>
    public AlignedFloats Place(ReadOnlySpan<float> vector, int stride)
    {
        var placed = new AlignedFloats(stride);
        for (var i = 0; i < vector.Length; i++) placed.Span[Place(i)] = vector[i];
        return placed;
    }

    /// <summary>A vector in the components' own order.</summary>
    public float[] Ordered(float[] placed, int dimensions) => [.. Enumerable.Range(0, dimensions).Select(i => placed[Place(i)])];

    /// <summary>Scores a group of rows by one query.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stride">Their stride.</param>
    /// <param name="query">The query, as the rows when they are float32.</param>
    /// <param name="scores">A score a row.</param>
    public abstract void Score(ushort* rows, int stride, float* query, float* scores);

    /// <summary>Makes the components of a group of rows float32.</summary>
    public abstract void Widen(ushort* rows, int stride, float* widened);

    /// <summary>Scores a group of rows by many queries.</summary>
    /// <param name="widened">The rows as float32.</param>
    /// <param name="stride">Their stride.</param>
    /// <param name="queries">For each component, in the rows' order, its values in all queries.</param>
    /// <param name="cuts">For each query the score that matters.</param>
    /// <param name="scores">For each row its scores by all queries.</param>
    /// <param name="passed">For each row a bit a query: whether the score is not less than the cut.</param>
    /// <param name="next">The group that comes next, which is fetched meanwhile.</param>
    public abstract void ScoreMany(float* widened, int stride, float* queries, float* cuts, float* scores, uint* passed, ushort* next);

    /// <summary>Adds weighted rows to a sum.</summary>
    /// <param name="rows">A group of rows.</param>
    /// <param name="count">How many there are of it; what is behind them is not read.</param>
    /// <param name="stride">Their stride.</param>
    /// <param name="weights">A weight a row, for all of the group, 0 for those that are not there.</param>
    /// <param name="sum">As the rows when they are float32.</param>
    public abstract void AddWeighted(ushort* rows, int count, int stride, float* weights, float* sum);
}
