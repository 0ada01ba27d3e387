namespace Aura.Grains;

/// <summary>
/// How many calls to its grains a silo has under way. Above the limit a call is refused at once: what waits holds memory, and a caller
/// who is told can wait more cheaply.
/// </summary>
/// <param name="most">The limit.</param>
public sealed class CallLimit(int most)
{
    private int _running;

    /// <summary>Counts a call until the result is disposed of.</summary>
    /// <exception cref="OverloadedException">There are too many.</exception>
    public Call Enter()
    {
        if (Interlocked.Increment(ref _running) > most)
        {
            Interlocked.Decrement(ref _running);
            throw new OverloadedException($"The silo has {most:N0} calls under way already, the most that it takes: try again later.");
        }
        return new Call(this);
    }

    /// <summary>Runs a call that counts.</summary>
    /// <exception cref="OverloadedException">There are too many.</exception>
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        using var entered = Enter();
        return await call();
    }

    /// <summary>A call that counts until it is disposed of.</summary>
    public readonly struct Call(CallLimit limit) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Interlocked.Decrement(ref limit._running);
    }
}
