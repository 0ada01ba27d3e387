namespace Aura.Tests.Import;

/// <summary>Bytes that come as from a pipe: a few at a time, and only once.</summary>
public sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
{
    private const int AtOnce = 17;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Position
    {
        get => base.Position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(AtOnce, buffer.Length)], cancellationToken);
}
