using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Orleans.Serialization;

namespace Aura.Grains;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
/// <param name="bytes">What was written; values stay slices of it.</param>
/// <param name="isChecked">Whether the values were accepted before, and need not be parsed again.</param>
/// <remarks>Bytes that cannot be read end in a <see cref="SerializerException"/>.</remarks>
internal ref struct StateReader(byte[] bytes, bool isChecked)
{
    public const int IdSize = 16;

    private static readonly long LastMicrosecond = DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private readonly byte[] _bytes = bytes;
    private int _position;

    public byte Byte() => _position < _bytes.Length ? _bytes[_position++] : throw EndsEarly();

    /// <summary>Reads which of the known fields are there.</summary>
    public byte Flags(byte known)
    {
        var flags = Byte();
        return (flags & ~known) == 0 ? flags : throw new SerializerException($"The bytes of a state have the unknown flags {flags & ~known}.");
    }

    public long Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return (long)value;
        }
        throw new SerializerException("A number in the bytes of a state is longer than 10 bytes.");
    }

    /// <summary>Reads how many items follow, each of which takes at least so many bytes.</summary>
    public int Count(int leastBytes = 1)
    {
        var count = (ulong)Number();
        return count <= (ulong)(_bytes.Length - _position) / (uint)leastBytes ? (int)count : throw EndsEarly();
    }

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Next(sizeof(double)));

    public DateTimeOffset Time()
    {
        var microseconds = BinaryPrimitives.ReadInt64BigEndian(Next(sizeof(long)));
        return microseconds >= 0 && microseconds <= LastMicrosecond
            ? new DateTimeOffset(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero)
            : throw new SerializerException(
                $"A time in the bytes of a state is {microseconds} microseconds: the calendar has 0 to {LastMicrosecond}.");
    }

    public StateId Id() => new(new Guid(Next(IdSize), bigEndian: true));

    public Digest Digest() => new(Next(Aura.Digest.Size));

    public string Text()
    {
        var utf8 = Next(Count());
        // As most are: one pass to check and one to read.
        if (Ascii.IsValid(utf8)) return string.Create(utf8.Length, utf8, static (text, ascii) => Ascii.ToUtf16(ascii, text, out _));
        return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw new SerializerException("A text in the bytes of a state is not UTF-8.");
    }

    public string Name()
    {
        var place = Byte();
        if (place == SharedNames.None) return Text();
        return SharedNames.At(place) ?? throw new SerializerException($"The bytes of a state hold the unknown name {place}.");
    }

    /// <summary>Reads a member of an enum.</summary>
    public T Choice<T>()
        where T : struct, Enum
    {
        var number = Number();
        var value = Unsafe.BitCast<int, T>((int)number);
        return number == (int)number && Enum.IsDefined(value)
            ? value
            : throw new SerializerException($"The bytes of a state hold the unknown {typeof(T).Name} {number}.");
    }

    /// <summary>Reads a JSON value, without a copy.</summary>
    /// <exception cref="InvalidInputException">It was to be checked, and is no payload.</exception>
    public Payload Value()
    {
        var length = Count();
        var value = new ReadOnlyMemory<byte>(_bytes, _position, length);
        _position += length;
        return isChecked ? Payload.FromStore(value) : Payload.Take(value);
    }

    public readonly void End()
    {
        var left = _bytes.Length - _position;
        if (left > 0) throw new SerializerException($"The bytes of a state go on for {left:N0} bytes after its end.");
    }

    private ReadOnlySpan<byte> Next(int count)
    {
        if (count > _bytes.Length - _position) throw EndsEarly();
        var next = new ReadOnlySpan<byte>(_bytes, _position, count);
        _position += count;
        return next;
    }

    private static SerializerException EndsEarly() => new("The bytes of a state end before the state does.");
}
