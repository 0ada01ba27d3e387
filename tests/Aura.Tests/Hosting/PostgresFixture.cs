using Aura.Testing;
using Aura.Tests.Hosting;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Aura.Tests.Hosting;

/// <summary>One PostgreSQL server for all tests, started when the first of them asks for a database.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);

    /// <summary>Makes an empty database. Skips the test that asks if the machine has no PostgreSQL.</summary>
    public async ValueTask<string> CreateDatabaseAsync()
    {
        SkipWithoutPostgres();
        return await (await _server.Value).CreateDatabaseAsync();
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
