namespace Aura.Engine;

/// <summary>
/// Writes down behind the callers' backs how memories were used: after a while, or when many have gathered. What was not written when the process
/// dies is lost, and only that.
/// </summary>
internal sealed class UseJournal : IAsyncDisposable
{
    private readonly Dictionary<string, RowUses> _unwritten = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly EngineServices _services;
    private readonly string _fabric;
    private readonly ITimer _timer;
    private bool _due;
    private bool _full;

    public UseJournal(EngineServices services, string fabric)
    {
        (_services, _fabric) = (services, fabric);
        _timer = services.Time.CreateTimer(_ => _ = TryWriteAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Notes how memories were used.</summary>
    public void Add(IEnumerable<(ResidentMemory Memory, RowUses Uses)> used)
    {
        lock (_unwritten)
        {
            foreach (var (memory, uses) in used) _unwritten[memory.Id] = uses;
            if (_unwritten.Count >= _services.Options.MaxUnwrittenUses && !_full)
            {
                _full = true;
                _ = Task.Run(TryWriteAsync);
            }
            else if (!_due && _unwritten.Count > 0)
            {
                _due = true;
                _timer.Change(_services.Options.UsesDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Forgets what is not written yet of memories that are gone.</summary>
    public void Forget(IEnumerable<string> ids)
    {
        lock (_unwritten)
        {
            foreach (var id in ids) _unwritten.Remove(id);
        }
    }

    /// <summary>Writes all down.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            MemoryUse[] uses;
            lock (_unwritten)
            {
                _due = false;
                uses = [.. _unwritten.Select(u => new MemoryUse(u.Key, u.Value))];
            }
            if (uses.Length == 0) return;
            await _services.Store.Memories.WriteUsesAsync(_fabric, uses, cancellationToken);
            lock (_unwritten)
            {
                foreach (var use in uses)
                {
                    if (_unwritten.TryGetValue(use.Id, out var now) && now == use.Uses) _unwritten.Remove(use.Id);
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await TryWriteAsync();
    }

    private async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // Kept for the next time: it is only statistics.
        }
        finally
        {
            lock (_unwritten) _full = false;
        }
    }
}
