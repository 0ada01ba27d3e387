using Aura.Engine;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>
/// The write-ahead log's way to the disk. A transaction appends to the log; the log is flushed beside the next transaction, for all that
/// committed meanwhile, and nobody in this process is told of a commit, or sees what it wrote, before that.
/// </summary>
/// <remarks>
/// This is what synchronous FULL promises; but FULL keeps the file locked while it waits for the disk. So the connections run with NORMAL,
/// under which SQLite still keeps log and file in order, and the waiting is done here. What another process has committed is flushed here too
/// before it is read: that process may have died before it did so itself.
/// </remarks>
/// <param name="connectionString">The database's.</param>
/// <param name="store">The store's name, for errors.</param>
/// <param name="flush">Brings a file's contents to the disk.</param>
internal sealed class SqliteLog(string connectionString, string store, Action<SafeFileHandle> flush) : IDisposable
{
    private readonly Lock _flushing = new();
    private readonly Lock _watching = new();
    // Looks out for the commits of others, and keeps the log's file in its place: the last connection that closes takes it away.
    private SqliteSession? _watcher;
    private SafeFileHandle? _file;
    private bool _disposed;
    private long _committing;
    private long _committed;
    private long _flushed;
    // What the watcher saw when everything that it saw was flushed, or, after a commit of ours, will be with that commit.
    private long _accounted = -1;
    private volatile StoreException? _failure;

    /// <summary>Says, by the writer, that a transaction is about to be seen.</summary>
    public void BeginCommit() => Volatile.Write(ref _committing, _committing + 1);

    /// <summary>Says, by the writer, that what began to commit has ended.</summary>
    /// <returns>The number of the last commit.</returns>
    public long EndCommit()
    {
        if (_committed == _committing) return _committed;
        Account(Watch());
        Volatile.Write(ref _committed, _committing);
        return _committed;
    }

    /// <summary>Returns when a commit is on disk.</summary>
    /// <exception cref="StoreException">The disk refuses. What it has of the log is unknown from then on, so that nothing works any more.</exception>
    public void Flush(long commit)
    {
        ThrowIfBroken();
        if (Volatile.Read(ref _flushed) >= commit) return;
        lock (_flushing)
        {
            if (_flushed < commit) FlushFile();
        }
    }

    /// <summary>Returns when everything that this process can see is on disk.</summary>
    /// <exception cref="StoreException">The disk refuses.</exception>
    public void FlushSeen()
    {
        Flush(Volatile.Read(ref _committing));
        var seen = Watch();
        if (seen == Volatile.Read(ref _accounted)) return;
        lock (_flushing)
        {
            if (seen <= _accounted) return;
            FlushFile();
            Account(seen);
        }
    }

    /// <exception cref="StoreException">The disk has refused before.</exception>
    public void ThrowIfBroken()
    {
        if (_failure is { } failure) throw new StoreException(failure.Message, failure);
    }

    /// <summary>Closes the log's file; what was committed is flushed before.</summary>
    public void Dispose()
    {
        try
        {
            if (_failure is null) Flush(EndCommit());
        }
        finally
        {
            lock (_flushing)
            {
                lock (_watching)
                {
                    _disposed = true;
                    _file?.Dispose();
                    _watcher?.Dispose();
                }
            }
        }
    }

    private void FlushFile()
    {
        ThrowIfBroken();
        var committed = Volatile.Read(ref _committed);
        try
        {
            _file ??= Open();
            if (_file is not null) flush(_file);
            else if (_flushed < committed) throw new FileNotFoundException("the write-ahead log is gone.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw _failure = new StoreException($"Store {store} cannot be written to disk, and takes nothing more until it is opened anew: {e.Message}", e);
        }
        Volatile.Write(ref _flushed, committed);
    }

    private SafeFileHandle? Open()
    {
        lock (_watching)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // SQLite's own name for it: the path that was given may be a link.
            var path = raw.sqlite3_db_filename(Watcher.Handle, "main").utf8_to_string() + "-wal";
            // Windows flushes only what may be written.
            var access = OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read;
            return File.Exists(path) ? File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete) : null;
        }
    }

    private SqliteSession Watcher => _watcher ??= new SqliteSession(connectionString);

    // A number that grows when any other connection, of this process or another, has committed.
    private long Watch()
    {
        lock (_watching) return _disposed ? Volatile.Read(ref _accounted) : Watcher.Statement("PRAGMA data_version").Query(row => row.Integer(0)).Single();
    }

    private void Account(long seen)
    {
        lock (_watching) Volatile.Write(ref _accounted, Math.Max(_accounted, seen));
    }
}
