using System.Collections.Concurrent;
using Aura.Testing;
using Aura.Tests.Hosting;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Aura.Tests.Hosting;

/// <summary>One PostgreSQL server for all tests, started when the first of them asks for a database.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);
    private readonly ConcurrentBag<string> _free = [];

    /// <summary>Lends an empty database. Skips the test that asks if the machine has no PostgreSQL.</summary>
    public async ValueTask<string> TakeDatabaseAsync()
    {
        SkipWithoutPostgres();
        return _free.TryTake(out var database) ? database : await (await _server.Value).CreateDatabaseAsync();
    }

    /// <summary>Empties a database for the next test: cheaper by far than to make another.</summary>
    public async ValueTask GiveBackAsync(string database)
    {
        await using var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SET client_min_messages = warning; DROP SCHEMA IF EXISTS aura, orleans CASCADE", connection);
        await command.ExecuteNonQueryAsync();
        _free.Add(database);
    }

    /// <summary>Skips the test that asks if the machine has no PostgreSQL.</summary>
    public static void SkipWithoutPostgres() =>
        Assert.SkipWhen(PostgresServer.FindBinaries() is null, "PostgreSQL is not installed on this machine.");

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated) await (await _server.Value).DisposeAsync();
    }
}
