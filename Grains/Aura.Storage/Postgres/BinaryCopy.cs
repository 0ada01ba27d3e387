using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Aura.Engine;

namespace Aura.Storage;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format (PostgreSQL documentation, COPY, "Binary Format"): the payload goes from the caller's
/// bytes to the wire without a copy of its own for each field.
/// </summary>
internal sealed class BinaryCopy(Stream stream, ArrayBufferWriter<byte> buffer)
{
    /// <summary>Bytes that are gathered before they are sent.</summary>
    public const int FlushAt = 256 << 10;

    private static readonly long Epoch = Timestamps.ToMicroseconds(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    // The signature, no flags, no extension.
    private static ReadOnlySpan<byte> Header => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', 10, 255, 13, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public void Begin() => buffer.Write(Header);

    public void StartRow(short fields) => WriteInt16(fields);

    public void Write(long value)
    {
        WriteInt32(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    public void Write(short value)
    {
        WriteInt32(sizeof(short));
        WriteInt16(value);
    }

    public void Write(bool value)
    {
        WriteInt32(1);
        buffer.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        buffer.Advance(1);
    }

    /// <summary>Writes a number, or null for one that is none.</summary>
    public void Write(double value)
    {
        if (double.IsNaN(value)) WriteNull();
        else Write(BitConverter.DoubleToInt64Bits(value));
    }

    public void Write(StateId? id)
    {
        if (id is null)
        {
            WriteNull();
            return;
        }
        WriteInt32(16);
        id.Value.Value.TryWriteBytes(buffer.GetSpan(16), bigEndian: true, out var written);
        buffer.Advance(written);
    }

    public void Write(DateTimeOffset time) => Write(Timestamps.ToMicroseconds(time) - Epoch);

    public void Write(Digest digest)
    {
        WriteInt32(Digest.Size);
        digest.CopyTo(buffer.GetSpan(Digest.Size));
        buffer.Advance(Digest.Size);
    }

    public void Write(string? text)
    {
        if (text is null)
        {
            WriteNull();
            return;
        }
        WriteInt32(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        WriteInt32(bytes.Length);
        buffer.Write(bytes);
    }

    public void WriteNull() => WriteInt32(-1);

    public ValueTask FlushIfFullAsync(CancellationToken cancellationToken) =>
        buffer.WrittenCount < FlushAt ? ValueTask.CompletedTask : FlushAsync(cancellationToken);

    public ValueTask EndAsync(CancellationToken cancellationToken)
    {
        WriteInt16(-1);
        return FlushAsync(cancellationToken);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }

    private void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), value);
        buffer.Advance(sizeof(int));
    }

    private void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(buffer.GetSpan(sizeof(short)), value);
        buffer.Advance(sizeof(short));
    }
}
