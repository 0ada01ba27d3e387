using System.Diagnostics;
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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _copying = new();
    private SqliteSession? _session;
    private Task _copy = Task.CompletedTask;
    private int _pages;
    private bool _disposed;
    private volatile SqliteException? _failure;

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

    /// <summary>Copies what the log has; returns how many pages that are.</summary>
    public int Copy()
    {
        lock (_copying)
        {
            if (_disposed) return 0;
            try
            {
                _session ??= new SqliteSession(connectionString);
                Check(Checkpoint(_session, raw.SQLITE_CHECKPOINT_PASSIVE, out var logged));
                return logged;
            }
            catch (SqliteException e)
            {
                _failure = e;
                return 0;
            }
        }
    }

    /// <summary>Copies all of the log and empties it, while <c>writing</c> is held.</summary>
    /// <returns>False if another process has held on to the log for half a minute.</returns>
    public bool TryCopyAll(SqliteSession session)
    {
        lock (_copying)
        {
            var begin = Stopwatch.GetTimestamp();
            // SQLite itself waits for readers, but not for another checkpoint.
            while (!Check(Checkpoint(session, raw.SQLITE_CHECKPOINT_TRUNCATE, out _)))
            {
                if (Stopwatch.GetElapsedTime(begin) > Patience) return false;
                Thread.Sleep(1);
            }
            return true;
        }
    }

    /// <exception cref="SqliteException">The log could not be copied, so that it would grow for ever.</exception>
    public void ThrowIfFailed()
    {
        if (_failure is not { } failure) return;
        _failure = null;
        throw new SqliteException(failure.Message, failure.SqliteErrorCode);
    }

    /// <summary>Waits for what is being copied.</summary>
    public async ValueTask DisposeAsync()
    {
        await _copy;
        lock (_copying)
        {
            _disposed = true;
            _session?.Dispose();
        }
    }

    private static int Checkpoint(SqliteSession session, int mode, out int logged) =>
        raw.sqlite3_wal_checkpoint_v2(session.Handle, "main", mode, out logged, out _);

    // Whether it was done; false if somebody else is at it.
    private static bool Check(int result) => result switch
    {
        raw.SQLITE_OK => true,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => false,
        _ => throw new SqliteException("the log cannot be copied into the file", result),
    };
}
