using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Aura.Grains;

/// <summary>
/// Collects the bytes of a record's fields. Numbers are little-endian base 128 (7 bits a byte, the highest bit set where more follow); doubles, ids
/// and times are big-endian.
/// </summary>
internal sealed class StateWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int MostKeptBytes = 1 << 20;

    [ThreadStatic]
    private static StateWriter? _ofThread;

    private byte[] _bytes = new byte[1024];
    private int _length;

    private StateWriter()
    {
    }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>The thread's writer, with nothing in it.</summary>
    public static StateWriter Begin()
    {
        var writer = _ofThread ??= new StateWriter();
        writer._length = 0;
        return writer;
    }

    /// <summary>Gives back what a large record took.</summary>
    public static void End()
    {
        if (_ofThread is { _bytes.Length: > MostKeptBytes }) _ofThread = null;
    }

    public void Byte(byte value) => Next(1)[0] = value;

    /// <summary>Writes 1 to 10 bytes; a negative number takes 10.</summary>
    public void Number(long value)
    {
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7) Byte((byte)(rest | 0x80));
        Byte((byte)rest);
    }

    /// <summary>Writes the 8 bytes of the double, whatever it is.</summary>
    public void Double(double value) => BinaryPrimitives.WriteDoubleBigEndian(Next(sizeof(double)), value);

    /// <summary>Writes the whole microseconds since the calendar's beginning, in UTC, in 8 bytes.</summary>
    public void Time(DateTimeOffset value) =>
        BinaryPrimitives.WriteInt64BigEndian(Next(sizeof(long)), value.UtcTicks / TimeSpan.TicksPerMicrosecond);

    public void Id(StateId value) => value.Value.TryWriteBytes(Next(StateReader.IdSize), bigEndian: true, out _);

    public void Digest(Digest value) => value.CopyTo(Next(Aura.Digest.Size));

    /// <summary>Writes how many bytes there are, and the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Next(value.Length));
    }

    /// <summary>Writes the text's UTF-8 with its length before it.</summary>
    /// <exception cref="EncoderFallbackException">The text holds half a surrogate pair.</exception>
    public void Text(string value)
    {
        // A short one is most often ASCII, whose length is known beforehand.
        if (value.Length < 0x80)
        {
            var next = Next(1 + value.Length);
            if (Ascii.FromUtf16(value, next[1..], out var written) == OperationStatus.Done)
            {
                next[0] = (byte)written;
                return;
            }
            _length -= next.Length;
        }
        var length = StrictUtf8.GetByteCount(value);
        Number(length);
        StrictUtf8.GetBytes(value, Next(length));
    }

    /// <summary>Writes a name that is one of <see cref="SharedNames"/> as its place, which is one byte, and any other after a 0.</summary>
    public void Name(string value)
    {
        var place = SharedNames.PlaceOf(value);
        Byte(place);
        if (place == SharedNames.None) Text(value);
    }

    private Span<byte> Next(int count)
    {
        if (count > _bytes.Length - _length) Grow(count);
        var next = _bytes.AsSpan(_length, count);
        _length += count;
        return next;
    }

    private void Grow(int count) =>
        Array.Resize(ref _bytes, (int)Math.Max((long)_length + count, Math.Min(2L * _bytes.Length, Array.MaxLength)));
}
