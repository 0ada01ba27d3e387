using System.Runtime.InteropServices;

namespace Aura.Engine;

/// <summary>
/// A fixed number of rows in native memory: their upper halves, which scans read, their rests, and their uses field by field. Growth adds chunks
/// and moves nothing.
/// </summary>
internal sealed unsafe class RowChunk : IDisposable
{
    private const nuint MemoryAlignment = 64;
    private const int UseBytes = 4 * sizeof(double) + sizeof(long);

    private readonly int _dimensions;
    private readonly int _stride;
    private readonly Lock _boundLock = new();
    private byte* _memory;

    /// <summary>Makes room.</summary>
    /// <param name="dimensions">The rows' dimension.</param>
    /// <param name="stride">From one row's halves to the next one's, in halves.</param>
    /// <param name="rows">How many rows: a multiple of eight.</param>
    /// <exception cref="OutOfMemoryException">The machine has no memory for them.</exception>
    public RowChunk(int dimensions, int stride, int rows)
    {
        _dimensions = dimensions;
        _stride = stride;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)BytesOf(stride, rows), MemoryAlignment);
        var halves = (nint)stride * rows;
        Uppers = (ushort*)_memory;
        Rests = (short*)Uppers + halves;
        FirstUses = (double*)(Rests + halves);
        LastUses = FirstUses + rows;
        SecondUses = LastUses + rows;
        ThirdUses = SecondUses + rows;
        UseCounts = (long*)(ThirdUses + rows);
    }

    ~RowChunk() => Free();

    /// <summary>The rows' upper halves, as <see cref="ScanKernels"/> read them.</summary>
    public ushort* Uppers { get; }

    /// <summary>What makes them whole again.</summary>
    public short* Rests { get; }

    public double* FirstUses { get; }

    public double* LastUses { get; }

    public double* SecondUses { get; }

    public double* ThirdUses { get; }

    public long* UseCounts { get; }

    /// <summary>What holds for all rows that are there.</summary>
    public ScanBound Bound { get; private set; }

    /// <summary>What such a chunk takes.</summary>
    public static long BytesOf(int stride, int rows) => rows * ((long)stride * (sizeof(ushort) + sizeof(short)) + UseBytes);

    /// <summary>Writes rows' vectors, one after the other. Several threads may, to different rows.</summary>
    public void Write(int row, ReadOnlySpan<float> vectors)
    {
        var bound = default(ScanBound);
        for (; !vectors.IsEmpty; vectors = vectors[_dimensions..], row++)
        {
            var vector = vectors[.._dimensions];
            var uppers = UppersOf(row);
            var rests = RestsOf(row);
            SplitFloat.Split(vector, uppers, rests);
            uppers[_dimensions..].Clear();
            rests[_dimensions..].Clear();
            bound = bound.Or(ScanBound.Of(vector));
        }
        lock (_boundLock) Bound = Bound.Or(bound);
    }

    /// <summary>Reads a row's vector.</summary>
    public void Read(int row, Span<float> vector) => SplitFloat.Join(UppersOf(row), RestsOf(row), vector);

    /// <summary>Copies a row, its uses too, over one of this or another chunk.</summary>
    public void Copy(int row, RowChunk target, int targetRow)
    {
        UppersOf(row).CopyTo(target.UppersOf(targetRow));
        RestsOf(row).CopyTo(target.RestsOf(targetRow));
        target.SetUses(targetRow, Uses(row));
        target.Bound = target.Bound.Or(Bound);
    }

    /// <summary>How a row was used.</summary>
    public RowUses Uses(int row) => new(FirstUses[row], LastUses[row], SecondUses[row], ThirdUses[row], UseCounts[row]);

    /// <summary>Says how a row was used.</summary>
    public void SetUses(int row, in RowUses uses) => (FirstUses[row], LastUses[row], SecondUses[row], ThirdUses[row], UseCounts[row]) = uses;

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }

    private Span<ushort> UppersOf(int row) => new(Uppers + (nint)row * _stride, _stride);

    private Span<short> RestsOf(int row) => new(Rests + (nint)row * _stride, _stride);
}
