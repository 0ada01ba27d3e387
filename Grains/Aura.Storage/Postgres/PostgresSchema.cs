using System.Globalization;
using Npgsql;

namespace Aura.Storage;

/// <summary>Creates and upgrades the schema <c>aura</c>, one process at a time.</summary>
internal static class PostgresSchema
{
    // Any number does, as long as every Aura uses the same one.
    private const long UpgradeLock = 0x41757261;

    private static readonly SchemaScripts Scripts = new("postgres");

    public static async Task OpenAsync(NpgsqlConnection connection, string store, bool create, CancellationToken cancellationToken)
    {
        await CheckServerAsync(connection, store, cancellationToken);
        var version = await ReadVersionAsync(connection, cancellationToken);
        if (version == Scripts.Latest) return;
        Scripts.CheckNotNewer(store, version);
        if (version == 0 && !create) throw new NotFoundException($"Store {store} has no Aura schema: run `aura store init`.");
        await UpgradeAsync(connection, store, cancellationToken);
    }

    private static async Task CheckServerAsync(NpgsqlConnection connection, string store, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < 15)
            throw new StoreException($"Store {store} is PostgreSQL {connection.PostgreSqlVersion}: 15 or newer is needed.");
        var encoding = (string?)await ScalarAsync(connection, "SHOW server_encoding", cancellationToken);
        if (encoding != "UTF8") throw new StoreException($"Store {store} has the encoding {encoding}: a database in UTF8 is needed.");
    }

    private static async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var exists = await ScalarAsync(connection, "SELECT to_regclass('aura.schema_version') IS NOT NULL", cancellationToken);
        return exists is true ? (int)(await ScalarAsync(connection, "SELECT coalesce(max(version), 0) FROM aura.schema_version", cancellationToken))! : 0;
    }

    private static async Task UpgradeAsync(NpgsqlConnection connection, string store, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({UpgradeLock})"), cancellationToken);
        await ExecuteAsync(connection, """
            CREATE SCHEMA IF NOT EXISTS aura;
            CREATE TABLE IF NOT EXISTS aura.schema_version (
                version    integer PRIMARY KEY,
                applied_at timestamptz NOT NULL DEFAULT now()
            );
            """, cancellationToken);
        var version = await ReadVersionAsync(connection, cancellationToken);
        Scripts.CheckNotNewer(store, version);
        foreach (var script in Scripts.After(version))
        {
            version++;
            await ExecuteAsync(connection, script, cancellationToken);
            await ExecuteAsync(
                connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO aura.schema_version (version) VALUES ({version})"), cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
