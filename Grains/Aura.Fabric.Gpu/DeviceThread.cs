using System.Collections.Concurrent;

namespace Aura.Fabric.Gpu;

/// <summary>The one thread that an accelerator's members are called on, since they may not be called on several: it does one thing after the other.</summary>
internal sealed class DeviceThread
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _last;

    public DeviceThread(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    /// <summary>Does something on the thread. What awaits it goes on elsewhere.</summary>
    /// <exception cref="ObjectDisposedException">The thread takes no more work.</exception>
    public Task<T> RunAsync<T>(Func<T> function, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() =>
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    done.SetResult(function());
                }
                catch (OperationCanceledException e)
                {
                    done.SetCanceled(e.CancellationToken);
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            }, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new ObjectDisposedException("The device was closed.", e);
        }
        return done.Task;
    }

    /// <summary>Does something on the thread.</summary>
    /// <exception cref="ObjectDisposedException">The thread takes no more work.</exception>
    public Task RunAsync(Action action, CancellationToken cancellationToken) =>
        RunAsync(() =>
        {
            action();
            return true;
        }, cancellationToken);

    /// <summary>Takes no more work, waits until what it took is done, and then does one last thing.</summary>
    public Task CloseAsync(Action last)
    {
        _last = last;
        _work.CompleteAdding();
        return _ended.Task;
    }

    private void Run()
    {
        foreach (var action in _work.GetConsumingEnumerable()) action();
        _work.Dispose();
        try
        {
            _last?.Invoke();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _ended.SetException(e);
        }
    }
}
