using Aura.Client;
using Aura.Storage;
using Aura.Tests.Cli;
using Aura.Tests.Hosting;
using Npgsql;

namespace Aura.Tests.Stores;

/// <summary>The schema of Orleans' providers: made once, by whoever comes first, and checked before a silo relies on it.</summary>
public sealed class OrleansTables(PostgresFixture server) : AuraProcess, IAsyncLifetime
{
    // Everything that making the schema anew would change.
    private const string Schema = """
        SELECT string_agg(o, ';' ORDER BY o) FROM (
            SELECT c.oid || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'orleans'
            UNION ALL SELECT xmin || querykey FROM orleans.orleansquery
            UNION ALL SELECT xmin || ' ' || version FROM orleans.schema_version) objects (o)
        """;

    private string _database = null!;
    private PostgresPlace _place = null!;

    private string Name => $"postgres:Host=127.0.0.1;Port={Settings.Port};Database={Settings.Database}";

    private NpgsqlConnectionStringBuilder Settings => new(_database);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _database = await server.TakeDatabaseAsync();
        _place = new PostgresPlace(server, _database);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_place is not null) await _place.DisposeAsync();
    }

    [Fact]
    public async Task Made_again_it_stays_as_it_is()
    {
        await OrleansSchema.EnsureAsync(_database, create: true);
        var made = await _place.SqlAsync(Schema);
        await OrleansSchema.EnsureAsync(_database, create: true);
        await OrleansSchema.EnsureAsync(_database, create: false);
        Assert.Equal(made, await _place.SqlAsync(Schema));
    }

    [Fact]
    public async Task Many_may_make_it_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OrleansSchema.EnsureAsync(_database, create: true))));
        Assert.Equal(1L, await _place.SqlAsync("SELECT count(*) FROM orleans.schema_version"));
        Assert.Equal(20L, await _place.SqlAsync("SELECT count(*) FROM orleans.orleansquery"));
    }

    [Fact]
    public async Task Who_only_checks_makes_nothing()
    {
        var error = await Assert.ThrowsAsync<NotFoundException>(() => OrleansSchema.EnsureAsync(_database, create: false));
        Assert.Equal($"Store {Name} has no Orleans schema: run `aura store init`.", error.Message);
        Assert.False(await ExistsAsync());
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await OrleansSchema.EnsureAsync(_database, create: true);
        await _place.SqlAsync("INSERT INTO orleans.schema_version (version) VALUES (99)");
        foreach (var create in (bool[])[true, false])
        {
            var error = await Assert.ThrowsAsync<StoreSchemaException>(() => OrleansSchema.EnsureAsync(_database, create));
            Assert.Equal($"Store {Name} has Orleans schema version 99, but this Aura knows only up to 1: use a newer Aura.", error.Message);
        }
    }

    [Theory]
    [InlineData("orleansquery")]
    [InlineData("clusters")]
    [InlineData("silos")]
    [InlineData("grain_states")]
    [InlineData("reminders")]
    public async Task A_table_that_was_dropped_is_named(string table)
    {
        await OrleansSchema.EnsureAsync(_database, create: true);
        await _place.SqlAsync($"DROP TABLE orleans.{table} CASCADE");
        foreach (var create in (bool[])[true, false])
        {
            var error = await Assert.ThrowsAsync<StoreException>(() => OrleansSchema.EnsureAsync(_database, create));
            Assert.Equal($"Store {Name} lacks the table orleans.{table}: restore it, or drop the schema orleans and run `aura store init`.", error.Message);
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_cannot_be_reached()
    {
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => OrleansSchema.EnsureAsync("Host=127.0.0.1;Port=1;Database=aura;Username=aura;Password=hidden;Timeout=5", create: true));
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidInputException>(() => OrleansSchema.EnsureAsync("Database=aura", create: true));
    }

    [Fact]
    public async Task Store_init_makes_it_beside_the_causal_store_and_a_client_does_not()
    {
        await using (await AuraClient.OpenAsync(_place.Store)) Assert.False(await ExistsAsync());
        Assert.StartsWith("Store is ready: ", await OkAsync("store", "init", "--store", _place.Store), StringComparison.Ordinal);
        await OrleansSchema.EnsureAsync(_database, create: false);
        Assert.True((bool?)await _place.SqlAsync("SELECT to_regclass('aura.states') IS NOT NULL"));
    }

    private async Task<bool> ExistsAsync() => (bool)(await _place.SqlAsync("SELECT to_regnamespace('orleans') IS NOT NULL"))!;
}
