using System.Globalization;

namespace Aura.Storage;

/// <summary>Creates and upgrades the tables of a SQLite file, one process at a time.</summary>
internal static class SqliteSchema
{
    // "Aura" in ASCII: marks the file as one of ours, so that another program's database is never taken for an empty store.
    private const int ApplicationId = 0x41757261;

    private static readonly SchemaScripts Scripts = new("sqlite");

    public static void Open(SqliteSession session, string store)
    {
        var version = Version(session, store);
        // The mode stays with the file, so it is set only once it is clear whose file it is.
        if (session.Scalar("PRAGMA journal_mode = WAL") is not "wal")
            throw new StoreException($"Store {store} cannot have a write-ahead log where it lies: its file system lacks shared memory.");
        if (version == Scripts.Latest) return;
        session.Write(_ =>
        {
            foreach (var script in Scripts.After(Version(session, store))) session.Run(script);
            session.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Scripts.Latest}"));
            return true;
        });
    }

    // In one statement, which sees one moment of the file: another process may be making the tables.
    private static int Version(SqliteSession session, string store)
    {
        var (version, application, tables) = session.Query(
            "SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_master)",
            reader => (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2))).Single();
        if (application != ApplicationId && (application != 0 || version != 0 || tables > 0))
            throw new StoreSchemaException($"Store {store} is a SQLite file of another program.");
        Scripts.CheckNotNewer(store, version);
        return version;
    }
}
