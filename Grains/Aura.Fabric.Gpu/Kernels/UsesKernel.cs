using Aura.Engine;
using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>Says how rows of a chunk were used. A thread has a row.</summary>
internal static class UsesKernel
{
    public static void Run(ChunkView chunk, ArrayView<RowUses> uses, ArrayView<RowMove> moves)
    {
        var index = Grid.IdxX * Group.DimX + Group.IdxX;
        if (index < moves.Length) chunk.Uses[moves[index].To] = uses[moves[index].From];
    }
}
