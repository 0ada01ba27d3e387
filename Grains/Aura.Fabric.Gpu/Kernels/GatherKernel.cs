using Aura.Engine;
using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>Joins rows of a chunk to vectors again. A thread has a number.</summary>
internal static class GatherKernel
{
    /// <param name="chunk">Where the rows are.</param>
    /// <param name="dimensions">Their dimension.</param>
    /// <param name="moves">From which row of the chunk to which vector.</param>
    /// <param name="vectors">The vectors.</param>
    public static void Run(ChunkView chunk, int dimensions, ArrayView<RowMove> moves, ArrayView<float> vectors)
    {
        var index = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (index >= moves.Length * dimensions) return;
        var move = moves[index / dimensions];
        var i = index % dimensions;
        var at = (long)move.From * chunk.Width * 8 + i;
        vectors[(long)move.To * dimensions + i] = Halves.Join(chunk.High.Cast<ushort>()[at], chunk.Low.Cast<short>()[at]);
    }
}
