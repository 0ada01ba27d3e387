using Microsoft.Data.Sqlite;

namespace Aura.Storage;

/// <summary>Turns what SQLite throws into what Aura promises.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static StoreException Translate(string store, SqliteException e) => e.SqliteErrorCode switch
    {
        Busy or Locked => new StoreUnavailableException($"Store {store} is locked by another process.", e),
        ReadOnly => new StoreException($"Store {store} is read-only.", e),
        Corrupt => new StoreException($"Store {store} is corrupt: {e.Message}", e),
        Full => new StoreException($"Store {store} has no room left on its disk.", e),
        CannotOpen => new StoreException($"Store {store} cannot be opened: is its folder there, and may we write to it?", e),
        NotADatabase => new StoreException($"Store {store} is not a SQLite file.", e),
        _ => new StoreException($"Store {store} refuses: {e.Message}", e),
    };
}
