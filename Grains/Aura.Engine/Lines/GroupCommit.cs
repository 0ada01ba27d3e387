using System.Threading.Channels;

namespace Aura.Engine;

/// <summary>
/// Carries many callers' appends to the store in few transactions. While one commit waits for the disk the next batch gathers, so that
/// batches grow with the load and a lone caller never waits for company.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    private readonly Channel<Pending> _queue;
    private readonly ICausalStore _store;
    private readonly EngineOptions _options;
    private readonly Task[] _pumps;

    /// <summary>Starts as many pumps as the store can serve at a time.</summary>
    public GroupCommit(ICausalStore store, EngineOptions options)
    {
        _store = store;
        _options = options;
        _queue = Channel.CreateBounded<Pending>(options.QueueLength);
        _pumps = [.. Enumerable.Range(0, store.ConcurrentBatches).Select(_ => Task.Run(PumpAsync))];
    }

    /// <summary>Queues a state and waits until its fate is decided. Once it is queued it can no longer be cancelled.</summary>
    public async ValueTask<AppendResult> AppendAsync(AgentState state, CancellationToken cancellationToken)
    {
        var pending = new Pending(state);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(GroupCommit));
        }
        return await pending.Task;
    }

    /// <summary>Commits what is queued and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_pumps);
    }

    private async Task PumpAsync()
    {
        var batch = new List<Pending>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            long bytes = 0;
            while (batch.Count < _options.MaxBatchStates && bytes < _options.MaxBatchBytes && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
                bytes += pending.State.Payload?.Length ?? 0;
            }
            if (batch.Count == 0) continue;
            try
            {
                var results = await _store.AppendAsync([.. batch.Select(p => p.State)], CancellationToken.None);
                for (var i = 0; i < batch.Count; i++) batch[i].SetResult(results[i]);
            }
            catch (Exception e)
            {
                foreach (var pending in batch) pending.TrySetException(e);
            }
            batch.Clear();
        }
    }

    private sealed class Pending(AgentState state) : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public AgentState State => state;
    }
}
