using Aura.Engine;
using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>What kernels see of a chunk.</summary>
/// <param name="high">The upper halves of the rows' float32: bf16, so many eights a row, zeros behind the dimension.</param>
/// <param name="low">What the lower halves add, as signed 16-bit numbers laid out alike.</param>
/// <param name="uses">How the rows were used.</param>
/// <param name="first">The number of its first row.</param>
/// <param name="count">How many rows it has.</param>
/// <param name="width">The eights of a row.</param>
internal readonly struct ChunkView(ArrayView<Eight> high, ArrayView<Eight> low, ArrayView<RowUses> uses, int first, int count, int width)
{
    public readonly ArrayView<Eight> High = high;
    public readonly ArrayView<Eight> Low = low;
    public readonly ArrayView<RowUses> Uses = uses;
    public readonly int First = first;
    public readonly int Count = count;
    public readonly int Width = width;
}
