namespace Aura.Engine;

/// <summary>Bytes that are appended, and that can be cut back to an earlier length.</summary>
internal sealed class JsonBuffer(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    public void Append(int number)
    {
        Span<byte> digits = stackalloc byte[11];
        number.TryFormat(digits, out var written);
        Append(digits[..written]);
    }

    public void CutTo(int length) => Length = length;

    /// <summary>Copies what was written, which is one JSON value.</summary>
    public Payload ToPayload() => Payload.FromStore(Written.ToArray());

    private void Reserve(int more)
    {
        if (_bytes.Length - Length >= more) return;
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Length + more)));
    }
}
