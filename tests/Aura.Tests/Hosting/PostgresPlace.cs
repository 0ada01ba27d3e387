using Npgsql;

namespace Aura.Tests.Hosting;

/// <summary>A database of its own on the tests' PostgreSQL server.</summary>
public sealed class PostgresPlace(PostgresFixture server, string connectionString) : IStorePlace
{
    /// <inheritdoc/>
    public string Store => $"postgres:{connectionString}";

    /// <summary>Makes a place, or skips the test.</summary>
    public static async ValueTask<IStorePlace> CreateAsync(PostgresFixture server) =>
        new PostgresPlace(server, await server.TakeDatabaseAsync());

    /// <inheritdoc/>
    public async Task<object?> SqlAsync(string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false;Search Path=aura");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        for (var i = 0; i < parameters.Length; i++) command.Parameters.AddWithValue($"p{i}", parameters[i]);
        return await command.ExecuteScalarAsync();
    }

    /// <inheritdoc/>
    public object Key(StateId id) => id.Value;

    /// <inheritdoc/>
    public object Time(DateTimeOffset time) => time.UtcDateTime;

    /// <inheritdoc/>
    public async Task DropConstraintsAsync() => await SqlAsync("ALTER TABLE states DROP CONSTRAINT states_parent");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.GiveBackAsync(connectionString);
}
