namespace Aura.Client;

/// <summary>Keeps what is in memory within a number of bytes, unless one thing alone has more. One taker, many givers.</summary>
internal sealed class ByteBudget(long most)
{
    private readonly SemaphoreSlim _given = new(0);
    private long _taken;

    public async ValueTask TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _taken) is > 0 and var taken && taken + bytes > most) await _given.WaitAsync(cancellationToken);
        Interlocked.Add(ref _taken, bytes);
    }

    public void Give(long bytes)
    {
        Interlocked.Add(ref _taken, -bytes);
        _given.Release();
    }
}
