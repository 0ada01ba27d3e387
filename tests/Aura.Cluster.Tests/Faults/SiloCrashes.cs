using Aura.Cluster.Tests.Hosting;
using Aura.Testing;
using Aura.Tests.Hosting;

namespace Aura.Cluster.Tests.Faults;

/// <summary>Silos and their database die, or are replaced, while callers save.</summary>
[Collection(RealSilos.Name)]
public sealed class SiloCrashes(PostgresFixture server, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Agents = 12;
    private const int Many = 200;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private PostgresPlace? _place;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_place is not null) await _place.DisposeAsync();
    }

    [Fact]
    public async Task One_silo_of_three_killed_under_load_is_replaced_by_the_others_within_seconds()
    {
        await using var cluster = await SiloCluster.StartAsync(await TakeDatabaseAsync(), silos: 3);
        var savers = new Savers(cluster.Aura, Agents);
        await savers.FurtherAsync(Many, Patience);
        await cluster.Silos[1].KillAsync();
        var served = await savers.ServedAsync(Soon);
        await savers.FurtherAsync(Many, Patience);
        await savers.AssertKeptAsync();
        output.WriteLine($"Served again after {served.TotalSeconds:F1} s; {savers.Acknowledged} saves, {savers.CountErrors()}.");
    }

    [Fact]
    public async Task All_silos_killed_at_once_and_started_anew_go_on_where_they_were()
    {
        await using var cluster = await SiloCluster.StartAsync(await TakeDatabaseAsync(), silos: 2);
        var savers = new Savers(cluster.Aura, Agents);
        await savers.FurtherAsync(Many, Patience);
        await Task.WhenAll(cluster.Silos.Select(s => s.KillAsync()));
        var begin = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(cluster.AddSiloAsync(), cluster.AddSiloAsync());
        var joined = TimeProvider.System.GetElapsedTime(begin);
        await savers.ServedAsync(TimeSpan.FromSeconds(30) - joined);
        var served = TimeProvider.System.GetElapsedTime(begin);
        await savers.FurtherAsync(Many, Patience);
        await savers.AssertKeptAsync();
        output.WriteLine($"Joined after {joined.TotalSeconds:F1} s, served again after {served.TotalSeconds:F1} s; "
            + $"{savers.Acknowledged} saves, {savers.CountErrors()}.");
    }

    [Fact]
    public async Task All_silos_replaced_one_by_one_under_load_drain_and_lose_nothing()
    {
        await using var cluster = await SiloCluster.StartAsync(await TakeDatabaseAsync(), silos: 2);
        var savers = new Savers(cluster.Aura, Agents);
        await savers.FurtherAsync(Many, Patience);
        foreach (var old in cluster.Silos.ToArray())
        {
            await cluster.AddSiloAsync();
            Assert.Equal(0, await old.StopAsync().WaitAsync(Patience));
            await savers.FurtherAsync(Many, Patience);
        }
        await savers.AssertKeptAsync();
        output.WriteLine($"{savers.Acknowledged} saves, {savers.CountErrors()}.");
    }

    [Fact]
    public async Task A_silo_that_is_asked_to_end_while_its_database_is_away_ends_in_time()
    {
        PostgresFixture.SkipWithoutPostgres();
        await using var postgres = await PostgresServer.StartAsync();
        var store = "postgres:" + await postgres.CreateDatabaseAsync();
        await using var silo = await SiloProcess.StartAsync(SiloCluster.Program, store, "--Aura:ShutdownSeconds", "3");
        await postgres.KillAsync();
        Assert.Equal(1, await silo.StopAsync().WaitAsync(Soon));
        Assert.Contains("aura-silo: The silo was asked to end, had not ended after 3 s, and is ended.", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_database_fails_saves_clearly_and_is_found_again_by_silos_that_stay_alive()
    {
        PostgresFixture.SkipWithoutPostgres();
        await using var postgres = await PostgresServer.StartAsync();
        await using var cluster = await SiloCluster.StartAsync(await postgres.CreateDatabaseAsync(), silos: 2);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{cluster.Silos[0].HttpPort}") };
        async Task<int> HealthAsync(string kind) => (int)(await http.GetAsync($"/health/{kind}")).StatusCode;
        Assert.Equal((200, 200), (await HealthAsync("live"), await HealthAsync("ready")));

        var savers = new Savers(cluster.Aura, Agents);
        await savers.FurtherAsync(Many, Patience);
        await postgres.KillAsync();
        await Eventually.TrueAsync(async () => await HealthAsync("ready") == 503, Soon);
        Assert.Equal(200, await HealthAsync("live"));
        // Somebody was told, and long before a call times out.
        await Eventually.TrueAsync(() => Task.FromResult(savers.Errors.Count >= Agents), Soon);
        Assert.All(savers.Errors, e => Assert.True(e is StoreException or UncertainWriteException, $"{e}"));

        await postgres.StartAgainAsync();
        var served = await savers.ServedAsync(Soon);
        await Eventually.TrueAsync(async () => await HealthAsync("ready") == 200, Soon);
        await savers.FurtherAsync(Many, Patience);
        await savers.AssertKeptAsync();
        Assert.All(cluster.Silos, s => Assert.True(s.IsRunning));
        output.WriteLine($"Served again {served.TotalSeconds:F1} s after the database; {savers.Acknowledged} saves, {savers.CountErrors()}.");
    }

    private async Task<string> TakeDatabaseAsync()
    {
        var database = await server.TakeDatabaseAsync();
        _place = new PostgresPlace(server, database);
        return database;
    }
}
