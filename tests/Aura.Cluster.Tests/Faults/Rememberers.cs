using System.Collections.Concurrent;

namespace Aura.Cluster.Tests.Faults;

/// <summary>
/// Callers that remember a few memories at a time, all in one fabric. Whoever is told of an error sends the same memories again until they are
/// acknowledged.
/// </summary>
internal sealed class Rememberers
{
    private const int Together = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IMemoryFabric _fabric;
    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly ConcurrentQueue<Exception> _errors = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _running;

    /// <summary>Starts to remember.</summary>
    public Rememberers(IMemoryFabric fabric, int callers)
    {
        _fabric = fabric;
        _running = [.. Enumerable.Range(0, callers).Select(c => Task.Run(() => RememberAsync($"caller{c}")))];
    }

    /// <summary>How many memories are acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>What callers were told instead.</summary>
    public IReadOnlyCollection<Exception> Errors => _errors;

    /// <summary>Waits until so many further memories are acknowledged.</summary>
    public Task FurtherAsync(int count, TimeSpan deadline)
    {
        var enough = Acknowledged + count;
        return Eventually.TrueAsync(() => Task.FromResult(Acknowledged >= enough || _running.Any(r => r.IsFaulted)), deadline);
    }

    /// <summary>Stops, and asserts that all that was acknowledged is there once, and nothing else is.</summary>
    public async Task AssertKeptAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        var stored = await _fabric.ListAsync().Select(m => m.Id).ToListAsync();
        Assert.Equal(_acknowledged.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
        Assert.Equal(stored.Count, (await _fabric.StatisticsAsync()).Resident);
        foreach (var id in stored.Take(5).Concat(stored.TakeLast(5)))
            Assert.Equal(id, (await _fabric.RecallAsync(new RecallRequest { Text = id, Mode = RecallMode.Text, Top = 1 })).Hits[0].Id);
    }

    private async Task RememberAsync(string caller)
    {
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            string[] ids = [.. Enumerable.Range(0, Together).Select(m => $"{caller}x{i}x{m}")];
            var memories = Array.ConvertAll(ids, id => new MemoryRequest { Id = id, Content = id });
            while (true)
            {
                try
                {
                    await _fabric.RememberAsync(memories);
                    break;
                }
                catch (Exception e) when (e is StoreException or Orleans.Runtime.OrleansException or TimeoutException)
                {
                    _errors.Enqueue(e);
                    await Task.Delay(Pause);
                }
            }
            foreach (var id in ids) _acknowledged.Add(id);
        }
    }
}
