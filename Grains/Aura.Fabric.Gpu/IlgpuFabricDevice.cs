using Aura.Engine;

namespace Aura.Fabric.Gpu;

/// <summary>
/// The device that computes with ILGPU: on CUDA, on OpenCL, or on ILGPU's own stand-in for a GPU, which is for tests. Its answers are those of every
/// device; which rows leave it is decided on it.
/// </summary>
public sealed class IlgpuFabricDevice : IFabricDevice
{
    private const long LeastGrowth = 4 << 20;
    private const int LeastRoom = 16384;

    private readonly DeviceThread _thread = new("Aura fabric");
    private readonly Gpu _gpu;
    private int _disposed;

    private IlgpuFabricDevice(string kind, long? capacity, long growth, int room)
    {
        try
        {
            _gpu = _thread.RunAsync(() => new Gpu(kind, capacity, growth, room), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch
        {
            _thread.CloseAsync(() => { }).GetAwaiter().GetResult();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name => _gpu.Name;

    /// <inheritdoc/>
    public long? Capacity => _gpu.Capacity;

    /// <summary>The kinds of devices that there are on this machine: <c>cuda</c>, <c>opencl</c>, <c>ilgpu-cpu</c>.</summary>
    public static IReadOnlyList<string> Available() => AcceleratorKind.Available();

    /// <summary>Opens a device.</summary>
    /// <param name="kind"><c>cuda</c>, <c>opencl</c>, <c>ilgpu-cpu</c>, or <c>auto</c> for the first GPU of the first two.</param>
    /// <param name="capacity">What the rows of all fabrics may take together, in bytes; seven eighths of a GPU's memory if null.</param>
    /// <exception cref="InvalidInputException">There is no such kind, or no such device on this machine.</exception>
    public static IlgpuFabricDevice Open(string kind = AcceleratorKind.Auto, long? capacity = null) => Open(kind, capacity, LeastGrowth, LeastRoom);

    /// <inheritdoc/>
    public IFabricRows Allocate(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        return new GpuRows(_gpu, _thread, dimensions);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) await _thread.CloseAsync(_gpu.Dispose);
    }

    /// <summary>Does something on the device's thread.</summary>
    internal Task<T> RunAsync<T>(Func<Gpu, T> function) => _thread.RunAsync(() => function(_gpu), CancellationToken.None);

    /// <summary>Opens a device whose fabrics grow by so many bytes at least, and which lists so many rows at once at least.</summary>
    internal static IlgpuFabricDevice Open(string kind, long? capacity, long growth, int room) => new(kind, capacity, growth, room);
}
