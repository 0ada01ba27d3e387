using System.Globalization;
using Npgsql;

namespace Aura.Storage;

/// <summary>Creates and upgrades one of our schemas, one process at a time.</summary>
/// <param name="name">Its name in the database.</param>
/// <param name="title">What it is called in a sentence.</param>
/// <param name="scripts">What it is made by.</param>
internal sealed class PostgresSchema(string name, string title, SchemaScripts scripts)
{
    // Any number does, as long as every Aura uses the same one.
    private const long UpgradeLock = 0x41757261;

    /// <summary>The causal store's.</summary>
    public static PostgresSchema CausalStore { get; } = new("aura", "Aura schema", new SchemaScripts("postgres"));

    /// <summary>That of Orleans' providers.</summary>
    public static PostgresSchema Orleans { get; } = new(OrleansSchema.Name, "Orleans schema", new SchemaScripts("orleans", "Orleans schema"));

    public async Task OpenAsync(NpgsqlConnection connection, string store, bool create, CancellationToken cancellationToken)
    {
        await CheckServerAsync(connection, store, cancellationToken);
        var version = await ReadVersionAsync(connection, cancellationToken);
        if (version == scripts.Latest) return;
        scripts.CheckNotNewer(store, version);
        if (version == 0 && !create) throw new NotFoundException($"Store {store} has no {title}: run `aura store init`.");
        await UpgradeAsync(connection, store, cancellationToken);
    }

    private static async Task CheckServerAsync(NpgsqlConnection connection, string store, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < 15)
            throw new StoreException($"Store {store} is PostgreSQL {connection.PostgreSqlVersion}: 15 or newer is needed.");
        var encoding = (string?)await ScalarAsync(connection, "SHOW server_encoding", cancellationToken);
        if (encoding != "UTF8") throw new StoreException($"Store {store} has the encoding {encoding}: a database in UTF8 is needed.");
    }

    private async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var exists = await ScalarAsync(connection, $"SELECT to_regclass('{name}.schema_version') IS NOT NULL", cancellationToken);
        return exists is true ? (int)(await ScalarAsync(connection, $"SELECT coalesce(max(version), 0) FROM {name}.schema_version", cancellationToken))! : 0;
    }

    private async Task UpgradeAsync(NpgsqlConnection connection, string store, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({UpgradeLock})"), cancellationToken);
        await ExecuteAsync(connection, $"""
            CREATE SCHEMA IF NOT EXISTS {name};
            CREATE TABLE IF NOT EXISTS {name}.schema_version (
                version    integer PRIMARY KEY,
                applied_at timestamptz NOT NULL DEFAULT now()
            );
            """, cancellationToken);
        var version = await ReadVersionAsync(connection, cancellationToken);
        scripts.CheckNotNewer(store, version);
        foreach (var script in scripts.After(version))
        {
            version++;
            await ExecuteAsync(connection, script, cancellationToken);
            await ExecuteAsync(
                connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {name}.schema_version (version) VALUES ({version})"), cancellationToken);
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
        // What an upgrade does to a large store, or how long another process takes to do it, nobody can tell.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
