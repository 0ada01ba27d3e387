using System.Runtime.InteropServices;

namespace Aura.Engine;

/// <summary>Float32 in native memory, aligned to a cache line; zeros at first.</summary>
internal sealed unsafe class AlignedFloats : IDisposable
{
    private const nuint Alignment = 64;

    public AlignedFloats(int length)
    {
        Length = length;
        Start = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);
        Span.Clear();
    }

    ~AlignedFloats() => Free();

    public int Length { get; }

    public float* Start { get; private set; }

    public Span<float> Span => new(Start, Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Start);
        Start = null;
    }
}
