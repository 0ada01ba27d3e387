using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aura.Engine;

/// <summary>
/// Carries many callers' appends to the store in few transactions. While commits wait for the disk the next batch gathers, so that batches
/// grow with the load. A caller that finds nobody before it commits at once and by itself.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Pending> _queue;
    private readonly ICausalStore _store;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _committing;
    private long _lastBegin;
    private volatile bool _disposed;

    /// <summary>Takes as many commits at a time as serve the store best.</summary>
    public GroupCommit(ICausalStore store, EngineOptions options, TimeProvider time)
    {
        _store = store;
        _options = options;
        _time = time;
        _queue = Channel.CreateBounded<Pending>(options.QueueLength);
    }

    /// <summary>Appends a state and waits until its fate is decided. Once it is queued it can no longer be cancelled.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AppendResult> AppendAsync(AgentState state, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (Volatile.Read(ref _running) == 0 && _queue.Reader.Count == 0 && TryEnter())
        {
            try
            {
                return (await CommitAsync([state]))[0];
            }
            finally
            {
                Leave();
            }
        }
        var pending = new Pending(state);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(GroupCommit));
        }
        PumpIfFree();
        return await pending.Task;
    }

    /// <summary>Commits what is queued and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _queue.Writer.TryComplete();
        if (Volatile.Read(ref _running) == 0 && _queue.Reader.Count == 0) return;
        PumpIfFree();
        await _drained.Task;
    }

    // A further batch goes beside those under way once it has as many as they have on average: at once, it would only take along the first
    // few of those who come back from a commit, and cost as much as a large one. But one that is held up holds up nobody else.
    private bool TryEnter()
    {
        while (Volatile.Read(ref _running) is var running && running < _store.ConcurrentBatches
            && (running * _queue.Reader.Count >= Volatile.Read(ref _committing) || _time.GetElapsedTime(Volatile.Read(ref _lastBegin)) > Patience))
        {
            if (Interlocked.CompareExchange(ref _running, running + 1, running) == running) return true;
        }
        return false;
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _running);
        PumpIfFree();
        EndIfDrained();
    }

    // Asked only when nothing more was started: a pump that was has emptied the queue before its batch is committed.
    private void EndIfDrained()
    {
        if (_disposed && Volatile.Read(ref _running) == 0 && _queue.Reader.Count == 0) _drained.TrySetResult();
    }

    private void PumpIfFree()
    {
        if (_queue.Reader.Count > 0 && TryEnter()) _ = Task.Run(PumpAsync);
    }

    private async Task PumpAsync()
    {
        do
        {
            var batch = TakeBatch();
            if (batch.Count > 0) await CommitAsync(batch);
            Interlocked.Decrement(ref _running);
        }
        while (_queue.Reader.Count > 0 && TryEnter());
        EndIfDrained();
    }

    private async Task CommitAsync(List<Pending> batch)
    {
        try
        {
            var results = await CommitAsync(batch.ConvertAll(p => p.State));
            for (var i = 0; i < batch.Count; i++) batch[i].SetResult(results[i]);
        }
        catch (Exception e)
        {
            foreach (var pending in batch) pending.TrySetException(e);
        }
    }

    private async ValueTask<IReadOnlyList<AppendResult>> CommitAsync(IReadOnlyList<AgentState> states)
    {
        using var activity = EngineMetrics.Activities.StartActivity("aura.commit");
        activity?.SetTag("aura.states", states.Count);
        var begin = Stopwatch.GetTimestamp();
        Volatile.Write(ref _lastBegin, _time.GetTimestamp());
        Interlocked.Add(ref _committing, states.Count);
        try
        {
            var results = await _store.AppendAsync(states, CancellationToken.None);
            EngineMetrics.Committed(results, Stopwatch.GetElapsedTime(begin));
            return results;
        }
        finally
        {
            Interlocked.Add(ref _committing, -states.Count);
        }
    }

    private List<Pending> TakeBatch()
    {
        var batch = new List<Pending>();
        long bytes = 0;
        while (batch.Count < _options.MaxBatchStates && bytes < _options.MaxBatchBytes && _queue.Reader.TryRead(out var pending))
        {
            batch.Add(pending);
            bytes += pending.State.Payload?.Length ?? 0;
        }
        return batch;
    }

    private sealed class Pending(AgentState state) : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public AgentState State => state;
    }
}
