using Aura.Engine;
using Microsoft.Win32.SafeHandles;

namespace Aura.Storage;

/// <summary>
/// The write-ahead log's way to the disk. A transaction appends to the log; the log is flushed beside the next transaction, for all that
/// committed meanwhile, and nobody in this process is told of a commit, or sees what it wrote, before that.
/// </summary>
/// <remarks>
/// This is what synchronous FULL promises; but FULL keeps the file locked while it waits for the disk. So the connections run with NORMAL,
/// under which SQLite still keeps log and file in order, and the waiting is done here. Another process may see a commit before it is on
/// disk; what it then writes comes after it in the log, and is acknowledged after both are there.
/// </remarks>
/// <param name="path">The database's path.</param>
/// <param name="store">The store's name, for errors.</param>
/// <param name="writing">Held during every transaction of this process that writes.</param>
internal sealed class SqliteLog(string path, string store, Lock writing)
{
    private readonly Lock _flushing = new();
    private SafeFileHandle? _file;
    private long _committing;
    private long _committed;
    private long _flushed;
    private volatile StoreException? _failure;

    /// <summary>The number of the last commit that can be seen.</summary>
    public long Visible => Volatile.Read(ref _committing);

    /// <summary>Says, while <c>writing</c> is held, that a transaction is about to be seen.</summary>
    public void BeginCommit() => Volatile.Write(ref _committing, _committing + 1);

    /// <summary>Says, while <c>writing</c> is held, that what began to commit has ended, and returns its number.</summary>
    public long EndCommit()
    {
        Volatile.Write(ref _committed, _committing);
        return _committed;
    }

    /// <summary>Returns when a commit is on disk.</summary>
    /// <exception cref="StoreException">The disk refuses. What it has of the log is unknown from then on, so that nothing works any more.</exception>
    public void Flush(long commit)
    {
        ThrowIfBroken();
        if (Volatile.Read(ref _flushed) >= commit) return;
        if (Volatile.Read(ref _committed) < commit)
        {
            // It can be seen already, but its transaction has not returned yet.
            lock (writing)
            {
            }
        }
        lock (_flushing)
        {
            ThrowIfBroken();
            if (_flushed >= commit) return;
            var committed = Volatile.Read(ref _committed);
            try
            {
                _file ??= File.OpenHandle(path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                RandomAccess.FlushToDisk(_file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw _failure = new StoreException($"Store {store} cannot be written to disk, and takes nothing more until it is opened anew: {e.Message}", e);
            }
            Volatile.Write(ref _flushed, committed);
        }
    }

    /// <summary>Flushes what is left, while <c>writing</c> is held: the last connection that closes takes the log's file with it.</summary>
    public void Close()
    {
        try
        {
            Flush(EndCommit());
        }
        finally
        {
            lock (_flushing)
            {
                _file?.Dispose();
                _file = null;
            }
        }
    }

    /// <exception cref="StoreException">The disk has refused before.</exception>
    public void ThrowIfBroken()
    {
        if (_failure is { } failure) throw new StoreException(failure.Message, failure);
    }
}
