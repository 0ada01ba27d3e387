using System.Runtime.InteropServices;
using Aura.Engine;
using Aura.Fabric.Gpu;
using Aura.Fabric.Gpu.Kernels;
using Aura.Tests.Fabric;

namespace Aura.Gpu.Tests.Kernels;

/// <summary>The scan on tensor cores, which ILGPU's CPU accelerator does not have.</summary>
public sealed class TensorKernelAsPtx
{
    [Theory]
    [InlineData(75, 40, 11, 2, 64)]
    [InlineData(32, 64, 32, 1, 32)]
    [InlineData(130, 9, 5, 1, 64)]
    public void Scores_all_rows_against_all_queries(int count, int dimensions, int queryCount, int groups, int threads)
    {
        var c = new RowCase(1, RowKind.Unit, dimensions, count);
        var (vectors, queries) = (c.Vectors(), c.Queries(queryCount));
        var width = (dimensions + 7) / 8;
        var stride = (count + 31) / 32 * 32;
        var fragments = new Eight[TensorKernel.Length(width)];
        TensorScan.Pack(queries, fragments);
        var high = new ushort[count * width * 8];
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < dimensions; i++) high[row * width * 8 + i] = SplitFloat.Upper(vectors[row * dimensions + i]);
        }
        byte[] memory = [.. Bytes(high), .. Bytes(fragments), .. new byte[TensorKernel.Queries * stride * 4]];
        var (fragmentsAt, scoresAt) = (high.Length * 2L, memory.Length - TensorKernel.Queries * stride * 4L);
        byte[] chunk = [.. Bytes([0L, high.Length / 8, 0, 0, 0, 0]), .. Bytes([0, count, width, 0])];

        new PtxWarp(PtxKernels.Compile(typeof(TensorKernel))).Run(
            [chunk, Bytes([fragmentsAt, fragments.Length]), Bytes([scoresAt, TensorKernel.Queries * (long)stride]), Bytes([stride])],
            memory, groups, threads);

        var scores = MemoryMarshal.Cast<byte, float>(memory.AsSpan((int)scoresAt)).ToArray();
        for (var query = 0; query < queryCount; query++)
        {
            for (var row = 0; row < count; row++)
                {
                var expected = queries[query].Vector.ToArray().Select((y, i) => Round(vectors[row * dimensions + i]) * Round(y)).Sum();
                Assert.Equal(expected, scores[query * stride + row], 1e-6);
            }
        }
    }

    private static double Round(float x) => SplitFloat.Widen(SplitFloat.Upper(x));

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
