namespace Aura.Engine;

/// <summary>Blocks of work, from 0, that the thread pool's threads take one by one.</summary>
internal sealed class Blocks
{
    private readonly int _count;
    private readonly CancellationToken _cancellationToken;
    private int _next = -1;

    private Blocks(int count, CancellationToken cancellationToken) => (_count, _cancellationToken) = (count, cancellationToken);

    /// <summary>Takes the next block, if there is one.</summary>
    /// <exception cref="OperationCanceledException">The work was given up.</exception>
    public bool TryTake(out int block)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        block = Interlocked.Increment(ref _next);
        return block < _count;
    }

    /// <summary>Has blocks worked on until all are done.</summary>
    /// <param name="count">How many blocks there are.</param>
    /// <param name="threads">The most threads at once.</param>
    /// <param name="work">What each thread does: it takes blocks until there is none, and returns what it found.</param>
    /// <param name="cancellationToken">Gives up, between blocks.</param>
    /// <returns>What each thread found. None is at work any more, whatever happened.</returns>
    public static Task<T[]> RunAsync<T>(int count, int threads, Func<Blocks, T> work, CancellationToken cancellationToken)
    {
        var blocks = new Blocks(count, cancellationToken);
        var workers = Math.Clamp(count, 1, threads);
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => work(blocks), cancellationToken)));
    }
}
