using System.Diagnostics;

namespace Aura.Engine;

/// <summary>
/// One speculation: answers what is asked of it, and runs it as long as somebody who can holds it. All that counts is in the store; what
/// is kept here only saves reading it again.
/// </summary>
public sealed partial class SpeculationEngine(EngineServices services, ISpeculationHost host, string agent, string name) : ISpeculation, IAsyncDisposable
{
    // How often it is looked up whether another process has had a part in it.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _starting = new();
    private SpeculationMemory? _memory;
    private volatile SpeculationLog? _log;
    private TaskCompletionSource _changed = NewSignal();
    private CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;
    private int _cancelling;
    private bool _disposed;

    /// <summary>What runs it here and now; done when nothing does.</summary>
    public Task Running
    {
        get
        {
            lock (_starting) return _run;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SpeculationInfo> DescribeAsync(CancellationToken cancellationToken = default)
    {
        var log = await ReadAsync(cancellationToken);
        _ = Resume(log);
        return await DescribeAsync(log, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SpeculationInfo> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken = default)
    {
        var begin = Stopwatch.GetTimestamp();
        atMost = Rules.Wait(atMost) < LongestWait ? atMost : LongestWait;
        while (true)
        {
            var changed = _changed.Task;
            var log = await ReadAsync(cancellationToken);
            var left = atMost - Stopwatch.GetElapsedTime(begin);
            if (!IsUnderWay(log) || left <= TimeSpan.Zero) return await DescribeAsync(log, cancellationToken);
            var run = Resume(log);
            var awaited = run is null ? Task.WhenAny(changed, Task.Delay(Poll, cancellationToken)) : run;
            await awaited.WaitAsync(left, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
            if (run is { IsFaulted: true }) await run;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SpeculationInfo> CancelAsync(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _cancelling);
        try
        {
            while (true)
            {
                var log = await ReadAsync(cancellationToken);
                if (log.Status != SpeculationStatus.Running) break;
                await StopAsync();
                var memory = MemoryOf(log);
                var futures = await memory.Standing.ReadAsync(log, memory.Results, cancellationToken);
                try
                {
                    await AppendAsync(log, new SpeculationCancelled([.. futures.Select(Cancelled)]), cancellationToken);
                }
                catch (ConcurrencyException)
                {
                    // A driver, or another process, was there first: what it said counts.
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _cancelling);
        }
        return await DescribeAsync(cancellationToken);
    }

    /// <summary>Whether nothing more will come of it, or there is none. Asking makes nothing go on.</summary>
    public async ValueTask<bool> HasEndedAsync(CancellationToken cancellationToken = default) =>
        await FindAsync(cancellationToken) is not { } log || !IsUnderWay(log);

    /// <summary>Stops running it and forgets what is in memory. It can be gone on with, here or elsewhere.</summary>
    public async ValueTask ForgetAsync()
    {
        await StopAsync();
        lock (_starting) _memory = null;
        _log = null;
    }

    /// <summary>Stops running it for good.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_starting) _disposed = true;
        return StopAsync();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool IsUnderWay(SpeculationLog log) => log.Status is SpeculationStatus.Running or SpeculationStatus.Decided;

    private static FutureInfo Cancelled(FutureInfo future) => future.Status is FutureStatus.Running or FutureStatus.Driven
        ? future with { Status = FutureStatus.Cancelled, LeasedUntil = null }
        : future;

    private async ValueTask StopAsync()
    {
        Task run;
        lock (_starting)
        {
            _stop.Cancel();
            run = _run;
        }
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async ValueTask<SpeculationLog> ReadAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken) ?? throw new NotFoundException($"Agent '{agent}' has no speculation '{name}'.");

    // Reads on from the last time: a driver asks for every state that it saves.
    private async ValueTask<SpeculationLog?> FindAsync(CancellationToken cancellationToken) => _log = _log is { } known
        ? await known.RefreshAsync(services.Store, cancellationToken)
        : await SpeculationLog.ReadAsync(services.Store, agent, name, cancellationToken);

    private async ValueTask<SpeculationInfo> DescribeAsync(SpeculationLog log, CancellationToken cancellationToken)
    {
        if (log.Status != SpeculationStatus.Running) return log.Describe([]);
        var memory = MemoryOf(log);
        return log.Describe(await memory.Standing.ReadAsync(log, memory.Results, cancellationToken));
    }

    private SpeculationMemory MemoryOf(SpeculationLog log)
    {
        lock (_starting) return _memory?.Id == log.Id ? _memory : _memory = new SpeculationMemory(services, log.Id);
    }

    // Runs it unless that is being done; null if it is not to be run here. Whoever lacks a simulation only looks on: it must not fail because
    // somebody asked how it stands.
    private Task? Resume(SpeculationLog log)
    {
        if (!IsUnderWay(log)) return null;
        if (log.Status == SpeculationStatus.Running && !(services.Parts.Scorers.Names.Contains(log.Request!.Scorer)
            && log.Request.Futures.All(f => f.Simulation is null || services.Parts.Simulations.Names.Contains(f.Simulation)))) return null;
        lock (_starting)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_run.IsCompleted) return _run;
            if (Volatile.Read(ref _cancelling) > 0) return null;
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            var stop = _stop.Token;
            return _run = Task.Run(() => RunAsync(stop), CancellationToken.None);
        }
    }

    private async ValueTask AppendAsync(SpeculationLog log, SpeculationEvent what, CancellationToken cancellationToken)
    {
        await AppendAsync(Saving(log.Version, what), cancellationToken);
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    private ValueTask<AgentState> AppendAsync(SaveRequest what, CancellationToken cancellationToken) =>
        host.Branch(agent, SpeculationLog.BranchOf(name)).SaveAsync(what, cancellationToken);

    private static SaveRequest Saving(long follows, SpeculationEvent what) => new()
    {
        Type = StateTypes.Speculation,
        Payload = Payload.From(what, SpeculationJsonContext.Default.SpeculationEvent),
        ExpectedVersion = follows,
    };
}
