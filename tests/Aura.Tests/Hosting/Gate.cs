using System.Collections.Concurrent;

namespace Aura.Tests.Hosting;

/// <summary>Where tests hold up what runs in whatever host. A gate is known by a name of the test's own.</summary>
public sealed class Gate
{
    private static readonly ConcurrentDictionary<string, Gate> Gates = [];

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private int _most;

    private Gate(string name) => Name = name;

    /// <summary>The gate's name.</summary>
    public string Name { get; }

    /// <summary>Somebody waits.</summary>
    public Task Reached => _reached.Task;

    /// <summary>The most that have waited at once.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>A gate of its own, closed.</summary>
    public static Gate New() => Named(Guid.NewGuid().ToString("N"));

    /// <summary>Finds a gate.</summary>
    public static Gate Named(string name) => Gates.GetOrAdd(name, n => new Gate(n));

    /// <summary>Lets all pass.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Waits until the gate is open.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        var inside = Interlocked.Increment(ref _inside);
        for (var most = Most; inside > most; most = Most) Interlocked.CompareExchange(ref _most, inside, most);
        try
        {
            _reached.TrySetResult();
            await Task.Yield();
            await _open.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
