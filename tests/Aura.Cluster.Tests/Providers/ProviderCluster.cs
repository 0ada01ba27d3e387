using System.Net;
using Aura.Cluster.Tests.Providers;
using Aura.Storage;
using Aura.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(ProviderCluster))]

namespace Aura.Cluster.Tests.Providers;

/// <summary>Two silos and a client on one PostgreSQL database that has our tables, started when the first test asks for them.</summary>
public sealed class ProviderCluster : IAsyncLifetime
{
    /// <summary>The grain storage that deletes the row of a state that is cleared; the default one keeps it.</summary>
    public const string Deleting = "deleting";

    private const string Invariant = "Npgsql";

    private readonly Lazy<Task> _started;
    private readonly TestClusterPortAllocator _ports = new();
    private readonly List<IHost> _hosts = [];
    private PostgresServer? _server;
    private string _connectionString = "";

    /// <summary>Starts nothing yet.</summary>
    public ProviderCluster() => _started = new Lazy<Task>(StartAsync);

    /// <summary>The services of both silos.</summary>
    public IReadOnlyList<IServiceProvider> Silos => [_hosts[0].Services, _hosts[1].Services];

    /// <summary>A client that found the silos in the database.</summary>
    public IClusterClient Client => _hosts[2].Services.GetRequiredService<IClusterClient>();

    /// <summary>Waits until both silos and the client run. Skips the test that asks if the machine has no PostgreSQL.</summary>
    public async ValueTask ReadyAsync()
    {
        Assert.SkipWhen(PostgresServer.FindBinaries() is null, "PostgreSQL is not installed on this machine.");
        await _started.Value;
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }
        _ports.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _server = await PostgresServer.StartAsync();
        var database = await _server.CreateDatabaseAsync();
        await OrleansSchema.EnsureAsync(database, create: true);
        _connectionString = $"{database};Search Path={OrleansSchema.Name}";
        var (silo, gateway) = _ports.AllocateConsecutivePortPairs(2);
        for (var i = 0; i < 2; i++) await StartAsync(builder => builder.UseOrleans(s => Configure(s, silo + i, gateway + i)));
        await StartAsync(builder => builder.UseOrleansClient(
            c => c.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, _connectionString))));
    }

    private async Task StartAsync(Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        configure(builder);
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
    }

    private void Configure(ISiloBuilder silo, int port, int gateway)
    {
        silo.ConfigureEndpoints(IPAddress.Loopback, port, gateway, listenOnAnyHostAddress: false);
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, _connectionString));
        silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Invariant, _connectionString));
        silo.AddAdoNetGrainStorageAsDefault(Store(deletes: false));
        silo.AddAdoNetGrainStorage(Deleting, Store(deletes: true));
    }

    private Action<AdoNetGrainStorageOptions> Store(bool deletes) =>
        o => (o.Invariant, o.ConnectionString, o.DeleteStateOnClear) = (Invariant, _connectionString, deletes);
}
