using Npgsql;

namespace Aura.Storage;

/// <summary>The tables and queries that Orleans' ADO.NET clustering, grain storage and reminders use on PostgreSQL 15 or newer.</summary>
public static class OrleansSchema
{
    /// <summary>The schema that holds them. The providers look for their queries by a bare name, so it is to be their <c>Search Path</c>.</summary>
    public const string Name = "orleans";

    private static readonly string[] Tables = ["orleansquery", "clusters", "silos", "grain_states", "reminders"];

    /// <summary>Makes the schema or brings it up to date. Does no harm to one that is ready, and several processes may do it at once.</summary>
    /// <param name="connectionString">An Npgsql connection string.</param>
    /// <param name="create">Whether to make the schema if it is not there; if not, it must be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">The connection string cannot be read.</exception>
    /// <exception cref="NotFoundException">The schema is not there, and is not to be made.</exception>
    /// <exception cref="StoreSchemaException">It is newer than this build.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    /// <exception cref="StoreException">The database refuses, or a table is missing.</exception>
    public static async Task EnsureAsync(string connectionString, bool create, CancellationToken cancellationToken = default)
    {
        var settings = PostgresSettings.Read(connectionString);
        settings.Pooling = false;
        var store = PostgresSettings.NameOf(settings);
        await using var connection = PostgresSettings.Readable(() => new NpgsqlConnection(settings.ConnectionString));
        try
        {
            await connection.OpenAsync(cancellationToken);
            await PostgresSchema.Orleans.OpenAsync(connection, store, create, cancellationToken);
            await CheckTablesAsync(connection, store, cancellationToken);
        }
        catch (Exception e) when (PostgresErrors.IsFromServer(e))
        {
            throw PostgresErrors.Translate(store, e);
        }
    }

    private static async Task CheckTablesAsync(NpgsqlConnection connection, string store, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT t FROM unnest($1) t WHERE to_regclass('{Name}.' || t) IS NULL LIMIT 1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = Tables });
        if (await command.ExecuteScalarAsync(cancellationToken) is string table)
            throw new StoreException($"Store {store} lacks the table {Name}.{table}: restore it, or drop the schema {Name} and run `aura store init`.");
    }
}
