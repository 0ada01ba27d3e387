using System.Collections.Concurrent;

namespace Aura.Storage;

/// <summary>
/// Threads that write and wait for the disk, so that none of the pool has to: on a small machine, where the pool begins with few, nobody
/// would be left to go on with what was saved.
/// </summary>
internal sealed class SqliteThreads : IDisposable
{
    private readonly BlockingCollection<Task> _work = [];

    public SqliteThreads(int count)
    {
        for (var i = 0; i < count; i++) new Thread(Run) { Name = "Aura SQLite writer", IsBackground = true }.Start();
    }

    /// <summary>Runs work as soon as a thread is free; cancelling keeps it from beginning.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var task = new Task<T>(work, cancellationToken, TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(task, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new ObjectDisposedException("The store was closed.", e);
        }
        return task;
    }

    /// <summary>Lets the threads end after what has begun to wait.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var task in _work.GetConsumingEnumerable())
        {
            try
            {
                task.RunSynchronously(TaskScheduler.Default);
            }
            catch (InvalidOperationException) when (task.IsCanceled)
            {
                // Before it began.
            }
        }
    }
}
