using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>
/// Copies the write-ahead log into the file over a connection of its own, beside the writer: a commit that had to do it would keep everybody
/// waiting.
/// </summary>
/// <param name="connectionString">The database's.</param>
/// <param name="writing">Held during every transaction of this process that writes.</param>
internal sealed class SqliteCheckpoints(string connectionString, Lock writing) : IAsyncDisposable
{
    private const int PagesBetween = 4096;

    // SQLite begins the log anew only where a transaction finds all of it copied.
    private const int MostLoggedPages = 16 * PagesBetween;

    private readonly Lock _copying = new();
    private SqliteSession? _session;
    private Task _copy = Task.CompletedTask;
    private int _pages;
    private bool _disposed;

    /// <summary>Says, while <c>writing</c> is held, how many pages were written.</summary>
    public void Wrote(int pages)
    {
        _pages += pages;
        if (_pages < PagesBetween || !_copy.IsCompleted) return;
        _pages = 0;
        _copy = Task.Run(() =>
        {
            if (Copy() < MostLoggedPages) return;
            lock (writing) Copy();
        });
    }

    /// <summary>Copies all of the log and empties it, while <c>writing</c> is held.</summary>
    public void CopyAll(SqliteSession session)
    {
        lock (_copying) session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Waits for what is being copied.</summary>
    public async ValueTask DisposeAsync()
    {
        await _copy.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_copying)
        {
            _disposed = true;
            _session?.Dispose();
        }
    }

    // Returns how many pages the log has. What cannot be copied now is copied the next time; if the file cannot be written, commits say so.
    private int Copy()
    {
        lock (_copying)
        {
            if (_disposed) return 0;
            _session ??= new SqliteSession(connectionString);
            raw.sqlite3_wal_checkpoint_v2(_session.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var logged, out _);
            return logged;
        }
    }
}
