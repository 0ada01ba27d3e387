using Aura.Engine;
using Aura.Fabric.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>A piece of a fabric's rows in device memory. It never moves: when a fabric grows, it gets another one.</summary>
internal sealed class Chunk : IDisposable
{
    /// <summary>Rows come in so many at least, so that a chunk begins with a word of a mask.</summary>
    public const int Granularity = 64;

    private readonly int _width;
    private readonly MemoryBuffer1D<Eight, Stride1D.Dense> _high;
    private readonly MemoryBuffer1D<Eight, Stride1D.Dense> _low;
    private readonly MemoryBuffer1D<RowUses, Stride1D.Dense> _uses;

    public Chunk(Accelerator accelerator, int first, int room, int width)
    {
        (First, Room, _width) = (first, room, width);
        try
        {
            _high = accelerator.Allocate1D<Eight>((long)room * width);
            _low = accelerator.Allocate1D<Eight>((long)room * width);
            _uses = accelerator.Allocate1D<RowUses>(room);
        }
        catch
        {
            _high?.Dispose();
            _low?.Dispose();
            throw;
        }
    }

    /// <summary>The number of its first row.</summary>
    public int First { get; }

    /// <summary>How many rows it has room for.</summary>
    public int Room { get; }

    /// <summary>What so many rows take, in bytes.</summary>
    public static long BytesOf(int rows, int width) => rows * (width * 32L + Interop.SizeOf<RowUses>());

    /// <summary>What kernels see of it, if the fabric has so many rows.</summary>
    public ChunkView View(int rows) => new(_high.View, _low.View, _uses.View, First, Math.Clamp(rows - First, 0, Room), _width);

    public void Dispose()
    {
        _high.Dispose();
        _low.Dispose();
        _uses.Dispose();
    }
}
