using System.Collections.Concurrent;
using Aura.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>The causal store in one SQLite file with a write-ahead log, which is on disk before a write returns. Several processes may share it.</summary>
public sealed partial class SqliteCausalStore : ICausalStore
{
    private const int IdleReaders = 16;

    // One has the file, one waits for the disk, and one is ready to go on.
    private const int Writers = 3;

    private readonly string _path;
    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly Lock _writing = new();
    private readonly SqliteLog _log;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly Lazy<SqliteThreads> _threads = new(() => new SqliteThreads(Writers));
    private SqliteSession? _writer;
    private bool _disposed;

    static SqliteCausalStore() => raw.SetProvider(new SQLite3Provider_e_sqlite3());

    /// <summary>Takes the file's path; opens it when it is first used.</summary>
    /// <exception cref="InvalidInputException">The path is empty, or not one of a file.</exception>
    public SqliteCausalStore(string path)
        : this(path, RandomAccess.FlushToDisk)
    {
    }

    internal SqliteCausalStore(string path, Action<SafeFileHandle> flush)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new InvalidInputException("store", "SQLite store has no path: write sqlite:aura.db.");
        if (path == ":memory:") throw new InvalidInputException("store", "SQLite store ':memory:' would forget everything: write a file's path.");
        if (path.Contains('\0')) throw new InvalidInputException("store", "SQLite store's path holds a NUL character: no file's path does.");
        _path = Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ConnectionString;
        Name = $"sqlite:{path}";
        _log = new SqliteLog(_connectionString, Name, flush);
        _checkpoints = new SqliteCheckpoints(_connectionString, _writing);
        Memories = new SqliteMemoryStore(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IMemoryStore Memories { get; }

    /// <inheritdoc/>
    public int ConcurrentBatches => Writers;

    /// <inheritdoc/>
    public ValueTask OpenAsync(bool create, CancellationToken cancellationToken)
    {
        if (!create && !File.Exists(_path))
            throw new NotFoundException($"There is no store {Name}: `aura store init` makes one, as does the first save.");
        if (Path.GetDirectoryName(_path) is { } folder && !Directory.Exists(folder))
            throw new StoreException($"Store {Name} cannot be made: there is no folder {folder}.");
        Write(session =>
        {
            SqliteSchema.Open(session, Name);
            return true;
        });
        // What a process left in the log that died, or that the disk refused, is on disk in the file before anything follows it.
        _checkpoints.Copy();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            lock (_writing)
            {
                _disposed = true;
                _writer?.Dispose();
                _log.Dispose();
            }
        }
        finally
        {
            if (_threads.IsValueCreated) _threads.Value.Dispose();
            await _checkpoints.DisposeAsync();
            while (_readers.TryTake(out var reader)) reader.Dispose();
        }
    }

    internal Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _threads.Value.RunAsync(() => Write(work), cancellationToken);
    }

    internal T Read<T>(Func<SqliteSession, T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SqliteSession? session = null;
        try
        {
            if (!_readers.TryTake(out session)) session = new SqliteSession(_connectionString);
            var result = work(session);
            if (!_disposed && _readers.Count < IdleReaders)
            {
                _readers.Add(session);
                session = null;
            }
            _log.FlushSeen();
            return result;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(Name, e);
        }
        finally
        {
            session?.Dispose();
        }
    }

    internal T Write<T>(Func<SqliteSession, T> work)
    {
        T result;
        long commit;
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _log.ThrowIfBroken();
            try
            {
                _checkpoints.ThrowIfFailed();
                _writer ??= new SqliteSession(_connectionString) { Log = _log };
                result = work(_writer);
                _checkpoints.Wrote(_writer.TakePagesWritten());
            }
            catch (SqliteException e)
            {
                _writer?.Dispose();
                _writer = null;
                throw SqliteErrors.Translate(Name, e);
            }
            commit = _log.EndCommit();
        }
        _log.Flush(commit);
        return result;
    }
}
