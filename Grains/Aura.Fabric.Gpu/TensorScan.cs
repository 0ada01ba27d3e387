using System.Runtime.InteropServices;
using Aura.Engine;
using Aura.Fabric.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Aura.Fabric.Gpu;

/// <summary>The scan for many queries on tensor cores.</summary>
internal sealed class TensorScan
{
    // Tensor cores cut what they add off instead of rounding it, and add up to 16 products at a time to the sum: at most 17 numbers, each of which
    // loses less than 2^-23 of the greatest. That is 17/16 n 2^-23 < n 2^-22 of Σ|xᵢqᵢ| in all (Fasi, Higham, Mikaitis and Pranesh, Numerical behavior
    // of NVIDIA tensor cores, 2021, section 4).
    private const double Truncation = 1.0 / (1 << 22);

    private readonly Accelerator _accelerator;
    private readonly Action<KernelConfig, ChunkView, ArrayView<Eight>, ArrayView<float>, int> _kernel;

    private TensorScan(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _kernel = accelerator.LoadStreamKernel<ChunkView, ArrayView<Eight>, ArrayView<float>, int>(
            TensorKernel.Run, new KernelSpecialization(TensorKernel.MaxGroup, 2));
    }

    /// <summary>Loads the kernel where there are tensor cores, and sees whether they do what is written of them.</summary>
    /// <returns>The scan; null if there are none that do.</returns>
    public static TensorScan? TryLoad(Accelerator accelerator)
    {
        if (accelerator is not CudaAccelerator { Architecture: var architecture } || architecture < CudaArchitecture.SM_80) return null;
        try
        {
            var scan = new TensorScan(accelerator);
            return scan.Works() ? scan : null;
        }
        catch (AcceleratorException)
        {
            return null;
        }
    }

    /// <summary>Writes queries as the kernel wants them.</summary>
    /// <param name="queries">At most <see cref="TensorKernel.Queries"/>.</param>
    /// <param name="fragments">Where they go: <see cref="TensorKernel.Length"/>.</param>
    public static void Pack(IReadOnlyList<RowQuery> queries, Span<Eight> fragments)
    {
        fragments.Clear();
        Span<ushort> eight = stackalloc ushort[8];
        for (var query = 0; query < queries.Count; query++)
        {
            var vector = queries[query].Vector.Span;
            for (var i = 0; i < vector.Length; i += 8)
            {
                eight.Clear();
                for (var j = 0; j < Math.Min(8, vector.Length - i); j++) eight[j] = SplitFloat.Upper(vector[i + j]);
                fragments[TensorKernel.Place(query, i / 8)] = MemoryMarshal.Read<Eight>(MemoryMarshal.AsBytes(eight));
            }
        }
    }

    /// <summary>How far scores can be from <see cref="ExactScore"/>: what <see cref="ScanBound"/> says and what is lost here besides.</summary>
    public static double Bound(ScanBound rows, ReadOnlySpan<float> query)
    {
        var measured = ScanBound.Of(query);
        var scanned = (rows.Norm + rows.Residual) * (measured.Norm + measured.Residual);
        return rows.For(measured.Norm, query.Length) + (rows.Norm + rows.Residual) * measured.Residual + (query.Length + 32) * Truncation * scanned;
    }

    /// <summary>Launches it for a chunk.</summary>
    public void Launch(ChunkView chunk, ArrayView<Eight> fragments, ArrayView<float> scores, int stride)
    {
        const int rows = TensorKernel.WarpRows * (TensorKernel.MaxGroup / 32);
        var groups = Math.Min((chunk.Count + rows - 1) / rows, 2 * _accelerator.NumMultiprocessors);
        _kernel(new KernelConfig(groups, TensorKernel.MaxGroup), chunk, fragments, scores, stride);
    }

    // Whole numbers, so that all sums are exact; one row, one eight and one query more than come out even.
    private bool Works()
    {
        const int rows = TensorKernel.WarpRows + 1;
        const int dimensions = 40;
        const int width = dimensions / 8;
        const int count = 9;
        const int stride = 2 * TensorKernel.WarpRows;
        static float Number(int i, int j) => (i * 7 + j * 13) % 17 - 8;
        var vectors = Enumerable.Range(0, count).Select(q => Enumerable.Range(0, dimensions).Select(i => Number(q + 50, i)).ToArray()).ToArray();
        var fragments = new Eight[TensorKernel.Length(width)];
        Pack([.. vectors.Select(v => new RowQuery { Vector = v, Top = 1, Ties = Comparer<int>.Default })], fragments);
        var high = Enumerable.Range(0, rows * dimensions).Select(i => SplitFloat.Upper(Number(i / dimensions, i % dimensions))).ToArray();

        using var highs = _accelerator.Allocate1D(MemoryMarshal.Cast<ushort, Eight>(high).ToArray());
        using var queries = _accelerator.Allocate1D(fragments);
        using var scores = _accelerator.Allocate1D<float>(TensorKernel.Queries * stride);
        Launch(new ChunkView(highs.View, highs.View, ArrayView<RowUses>.Empty, 0, rows, width), queries.View, scores.View, stride);
        var got = scores.GetAsArray1D();
        return Enumerable.Range(0, count).All(query => Enumerable.Range(0, rows).All(row =>
            got[query * stride + row] == ExactScore.Dot(vectors[query], [.. Enumerable.Range(0, dimensions).Select(i => Number(row, i))])));
    }
}
