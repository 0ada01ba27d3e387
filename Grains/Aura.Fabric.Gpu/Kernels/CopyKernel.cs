using Aura.Engine;
using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>Copies rows of one chunk over rows of another or the same; none is both read and written. A thread has eight numbers.</summary>
internal static class CopyKernel
{
    public static void Run(ChunkView from, ChunkView to, ArrayView<RowMove> moves)
    {
        var index = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (index >= moves.Length * from.Width) return;
        var move = moves[index / from.Width];
        var i = index % from.Width;
        to.High[(long)move.To * to.Width + i] = from.High[(long)move.From * from.Width + i];
        to.Low[(long)move.To * to.Width + i] = from.Low[(long)move.From * from.Width + i];
        if (i == 0) to.Uses[move.To] = from.Uses[move.From];
    }
}
