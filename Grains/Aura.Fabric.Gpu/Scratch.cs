using System.Runtime.InteropServices;
using Aura.Engine;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>Device memory that one piece of work after the other uses, and host memory beside it that stays where it is while it is copied.</summary>
internal sealed class Scratch<T>(Accelerator accelerator) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense>? _buffer;
    private T[] _host = [];

    /// <summary>So much of the device's memory, with what the last work has left there.</summary>
    public ArrayView<T> Device(long length)
    {
        if (_buffer is null || _buffer.Length < length)
        {
            _buffer?.Dispose();
            _buffer = null;
            try
            {
                _buffer = accelerator.Allocate1D<T>(Math.Max(length, 1));
            }
            catch (Exception e) when (e is AcceleratorException or OutOfMemoryException)
            {
                throw new OutOfDeviceMemoryException($"{accelerator.Name} has no room for {length * Interop.SizeOf<T>():N0} bytes to compute in.", e);
            }
        }
        return _buffer.View.BaseView.SubView(0, length);
    }

    /// <summary>So much of the host's memory, with what the last work has left there.</summary>
    public Span<T> Host(int length)
    {
        if (_host.Length < length) _host = GC.AllocateUninitializedArray<T>(length, pinned: true);
        return _host.AsSpan(0, length);
    }

    /// <summary>Copies what is in the host's memory to the device, some time before what is launched next. It must not be changed until then.</summary>
    public ArrayView<T> Upload(int length)
    {
        var view = Device(length);
        if (length > 0) view.CopyFromCPUUnsafeAsync(accelerator.DefaultStream, ref MemoryMarshal.GetReference(Host(length)), length);
        return view;
    }

    /// <summary>Copies what is in the device's memory to the host, some time before the device is waited for.</summary>
    public void Download(int length)
    {
        if (length > 0) Device(length).CopyToCPUUnsafeAsync(accelerator.DefaultStream, ref MemoryMarshal.GetReference(Host(length)), length);
    }

    public void Dispose() => _buffer?.Dispose();
}
