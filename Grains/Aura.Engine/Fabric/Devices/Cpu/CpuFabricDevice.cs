namespace Aura.Engine;

/// <summary>The processor: all its cores, and the widest vectors it has.</summary>
public sealed class CpuFabricDevice : IFabricDevice
{
    private readonly int _threads;
    private readonly SimdWidth _width;
    private long _taken;

    /// <summary>Makes the device.</summary>
    /// <param name="capacity">What the rows of all fabrics may take together, in bytes; null for as much as the machine has.</param>
    /// <param name="threads">The most threads that a computation uses; null for one a core.</param>
    public CpuFabricDevice(long? capacity = null, int? threads = null)
        : this(capacity, threads, ScanKernels.Widest)
    {
    }

    internal CpuFabricDevice(long? capacity, int? threads, SimdWidth width)
    {
        if (capacity is { } bytes) ArgumentOutOfRangeException.ThrowIfNegative(bytes, nameof(capacity));
        if (threads is { } count) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(threads));
        Capacity = capacity;
        _threads = threads ?? Environment.ProcessorCount;
        _width = width;
    }

    /// <inheritdoc/>
    public string Name
    {
        get
        {
            var vectors = _width switch { SimdWidth.Bits512 => "AVX-512", SimdWidth.Bits256 => "AVX2", _ => "128-bit vectors" };
            return $"CPU, {vectors}, {_threads} {(_threads == 1 ? "thread" : "threads")}";
        }
    }

    /// <inheritdoc/>
    public long? Capacity { get; }

    /// <inheritdoc/>
    public IFabricRows Allocate(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        return new CpuFabricRows(this, dimensions, _threads, ScanKernels.For(_width));
    }

    /// <summary>Does nothing: rows are freed by whoever allocated them.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Takes bytes of the capacity.</summary>
    /// <exception cref="OutOfDeviceMemoryException">So many are not left.</exception>
    internal void Take(long bytes)
    {
        var taken = Interlocked.Add(ref _taken, bytes);
        if (!(taken > Capacity)) return;
        Return(bytes);
        throw new OutOfDeviceMemoryException(
            $"The rows need {bytes:N0} bytes more, but {taken - bytes:N0} of the {Capacity:N0} bytes that memories may take on the CPU are taken.");
    }

    /// <summary>Gives bytes of the capacity back.</summary>
    internal void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
