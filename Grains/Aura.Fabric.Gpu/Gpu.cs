using System.Numerics;
using System.Runtime.InteropServices;
using Aura.Engine;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>An accelerator with its kernels, its workspace and the count of what rows take. All of it belongs to the device's thread.</summary>
internal sealed class Gpu : IDisposable
{
    private const int MaxGroup = 256;

    private readonly Context _context;
    private long _used;

    public Gpu(string kind, long? capacity, long growth, int room)
    {
        _context = AcceleratorKind.NewContext();
        try
        {
            var device = AcceleratorKind.Find(_context, kind);
            Accelerator = device.CreateAccelerator(_context);
            Kernels = new KernelSet(Accelerator);
            Workspace = new Workspace(Accelerator);
            Tensors = TensorScan.TryLoad(Accelerator);
            Name = AcceleratorKind.NameOf(device) + (Tensors is null ? "" : ", tensor cores");
            // An eighth is for the workspace, and for what the driver and others need.
            Capacity = capacity ?? (device.AcceleratorType == AcceleratorType.CPU ? null : device.MemorySize / 8 * 7);
            (Growth, Room) = (growth, room);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name { get; } = "";

    /// <summary>What all rows may take together, in bytes; null for no limit but the memory's.</summary>
    public long? Capacity { get; }

    /// <summary>The least that a fabric grows by, in bytes.</summary>
    public long Growth { get; }

    /// <summary>How many rows a query may find at least before its rows are listed in pieces.</summary>
    public int Room { get; }

    public Accelerator Accelerator { get; } = null!;

    public KernelSet Kernels { get; } = null!;

    public Workspace Workspace { get; } = null!;

    /// <summary>The scan on tensor cores; null if there are none.</summary>
    public TensorScan? Tensors { get; }

    /// <summary>How many groups keep the device busy, if a multiprocessor has room for so many threads of theirs.</summary>
    public int Groups(int group, int threads) =>
        Accelerator.NumMultiprocessors * Math.Max(1, Math.Min(Accelerator.MaxNumThreadsPerMultiprocessor, threads) / group);

    /// <summary>How many threads a group has, if it may have so many: a power of two.</summary>
    public int Group(int max) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(max, Accelerator.MaxNumThreadsPerGroup) / 2 + 1);

    /// <summary>A thread for each of so many things, the same for so many queries.</summary>
    public KernelConfig Threads(long things, int queries = 1)
    {
        var group = Group(MaxGroup);
        return new KernelConfig(new Index3D((int)((things + group - 1) / group), queries, 1), new Index3D(group, 1, 1));
    }

    /// <summary>Allocates a chunk.</summary>
    /// <exception cref="OutOfDeviceMemoryException">It does not fit.</exception>
    public Chunk Allocate(int first, int room, int width)
    {
        var bytes = Chunk.BytesOf(room, width);
        if (_used + bytes > Capacity) throw NoRoom(room, bytes, null);
        try
        {
            var chunk = new Chunk(Accelerator, first, room, width);
            _used += bytes;
            return chunk;
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException)
        {
            throw NoRoom(room, bytes, e);
        }
    }

    /// <summary>Frees a chunk.</summary>
    public void Free(Chunk chunk, int width)
    {
        chunk.Dispose();
        _used -= Chunk.BytesOf(chunk.Room, width);
    }

    /// <summary>Copies to the device, and waits for it.</summary>
    public void Upload<T>(ReadOnlyMemory<T> source, ArrayView<T> target)
        where T : unmanaged
    {
        using var pin = source.Pin();
        if (source.Length > 0) target.CopyFromCPU(ref MemoryMarshal.GetReference(source.Span), source.Length);
    }

    /// <summary>Copies from the device, and waits for it.</summary>
    public void Download<T>(ArrayView<T> source, Memory<T> target)
        where T : unmanaged
    {
        using var pin = target.Pin();
        if (target.Length > 0) source.CopyToCPU(ref MemoryMarshal.GetReference(target.Span), target.Length);
    }

    public void Dispose()
    {
        Workspace?.Dispose();
        Accelerator?.Dispose();
        _context.Dispose();
    }

    private OutOfDeviceMemoryException NoRoom(int rows, long bytes, Exception? inner)
    {
        var taken = Capacity is null ? $"{_used:N0} bytes" : $"{_used:N0} of {Capacity:N0} bytes";
        return new OutOfDeviceMemoryException($"{Name} has no room for {rows:N0} more rows, which take {bytes:N0} bytes: {taken} are taken.", inner);
    }
}
