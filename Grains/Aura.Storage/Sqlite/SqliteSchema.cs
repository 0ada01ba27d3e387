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
        var version = Version(session);
        Scripts.CheckNotNewer(store, version);
        if (version == Scripts.Latest && IsOurs(session)) return;
        session.Write(_ =>
        {
            var current = Version(session);
            Scripts.CheckNotNewer(store, current);
            if (!IsOurs(session) && (current > 0 || (long)session.Scalar("SELECT count(*) FROM sqlite_master")! > 0))
                throw new StoreSchemaException($"Store {store} is a SQLite file of another program.");
            foreach (var script in Scripts.After(current)) session.Run(script);
            session.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Scripts.Latest}"));
            return true;
        });
    }

    private static int Version(SqliteSession session) => Convert.ToInt32(session.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);

    private static bool IsOurs(SqliteSession session) =>
        Convert.ToInt32(session.Scalar("PRAGMA application_id"), CultureInfo.InvariantCulture) == ApplicationId;
}
