using System.Collections.Concurrent;
using System.Diagnostics;

namespace Aura.Cluster.Tests.Faults;

/// <summary>
/// Callers that save one operation after the other, each to an agent of its own. Whoever is told of an error tries the same operation again
/// until it is acknowledged.
/// </summary>
internal sealed class Savers
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IAura _aura;
    private readonly string[] _agents;
    private readonly ConcurrentDictionary<(string Agent, string Operation), StateId> _acknowledged = [];
    private readonly ConcurrentQueue<Exception> _errors = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _running;

    /// <summary>Starts to save.</summary>
    public Savers(IAura aura, int agents)
    {
        _aura = aura;
        _agents = [.. Enumerable.Range(0, agents).Select(i => $"agent{i}")];
        _running = [.. _agents.Select(a => Task.Run(() => SaveAsync(a)))];
    }

    /// <summary>How many saves are acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>What callers were told instead.</summary>
    public IReadOnlyCollection<Exception> Errors => _errors;

    /// <summary>Waits until so many further saves are acknowledged.</summary>
    public Task FurtherAsync(int count, TimeSpan deadline)
    {
        var enough = Acknowledged + count;
        return Eventually.TrueAsync(() => Task.FromResult(Acknowledged >= enough), deadline);
    }

    /// <summary>
    /// Waits until a fresh call to every agent has succeeded, whatever became of those under way, and returns how long that took.
    /// </summary>
    public async Task<TimeSpan> ServedAsync(TimeSpan deadline)
    {
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(_agents.Select(a => Eventually.TrueAsync(async () =>
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                await _aura.Agent(a).LoadAsync(new LoadRequest { Fresh = true }, patience.Token).AsTask().WaitAsync(patience.Token);
                return true;
            }
            catch (Exception e) when (IsExpected(e) || e is OperationCanceledException)
            {
                return false;
            }
        }, deadline)));
        return Stopwatch.GetElapsedTime(begin);
    }

    /// <summary>Stops, and asserts that all that was acknowledged is there once and in order, nothing else is, and every line holds.</summary>
    public async Task AssertKeptAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        Assert.All(await _aura.VerifyAsync().ToListAsync(), l => Assert.Null(l.Damage));
        var stored = 0;
        foreach (var agent in _agents)
        {
            var history = await _aura.Agent(agent).HistoryAsync().ToListAsync();
            Assert.Equal(Enumerable.Range(0, history.Count).Select(i => $"op{i}"), history.Select(s => s.OperationId));
            Assert.Equal(Enumerable.Range(1, history.Count).Select(i => (long)i), history.Select(s => s.Version));
            Assert.All(history, s => Assert.Equal(s.Id, _acknowledged[(agent, s.OperationId!)]));
            stored += history.Count;
        }
        Assert.Equal(Acknowledged, stored);
    }

    /// <summary>How often each kind of error came.</summary>
    public string CountErrors() =>
        _errors.IsEmpty ? "no errors" : string.Join(", ", _errors.GroupBy(e => e.GetType().Name).Select(g => $"{g.Count()} {g.Key}"));

    // A silo that is gone, a store that is gone, or no answer in time.
    private static bool IsExpected(Exception e) => e is StoreException or UncertainWriteException or Orleans.Runtime.OrleansException or TimeoutException;

    private async Task SaveAsync(string agent)
    {
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var request = new SaveRequest { Payload = $"{i}", OperationId = $"op{i}" };
            while (!_acknowledged.ContainsKey((agent, request.OperationId)))
            {
                try
                {
                    _acknowledged[(agent, request.OperationId)] = (await _aura.Agent(agent).SaveAsync(request)).Id;
                }
                catch (Exception e) when (IsExpected(e))
                {
                    _errors.Enqueue(e);
                    await Task.Delay(Pause);
                }
            }
        }
    }
}
