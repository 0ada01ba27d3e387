namespace Aura.Tests.Hosting;

/// <summary>The system's clock, which can make whoever looks at it wait.</summary>
public sealed class HeldTime : TimeProvider, IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _free = new(initialState: true);

    /// <summary>Somebody waits.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Whoever looks from now on waits.</summary>
    public void Hold() => _free.Reset();

    /// <summary>Nobody waits any more.</summary>
    public void Release() => _free.Set();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        if (!_free.IsSet) _reached.TrySetResult();
        _free.Wait();
        return base.GetUtcNow();
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
