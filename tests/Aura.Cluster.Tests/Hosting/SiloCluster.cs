using Aura.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Aura.Cluster.Tests.Hosting;

/// <summary>Silos as processes of their own over one store, and a client that finds them there.</summary>
public sealed class SiloCluster : IAsyncDisposable
{
    // What was under way in a silo that is killed ends only with this; Orleans' own half minute would make tests long.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    private readonly string _store;
    private readonly string _id;
    private IHost? _client;

    private SiloCluster(string store, string id) => (_store, _id) = (store, id);

    /// <summary>The silo's program.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Aura.Silo.dll");

    /// <summary>Those that were started and not yet replaced.</summary>
    public List<SiloProcess> Silos { get; } = [];

    /// <summary>The way in.</summary>
    public IAura Aura => _client!.Services.GetRequiredService<IAura>();

    /// <summary>Starts so many silos over a PostgreSQL database and connects a client.</summary>
    public static async Task<SiloCluster> StartAsync(string database, int silos, string id = "aura")
    {
        var cluster = new SiloCluster($"postgres:{database}", id);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddSiloAsync()));
            await cluster.ConnectAsync(cluster._store);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one silo over a SQLite file and connects a client to its gateway.</summary>
    public static async Task<SiloCluster> StartAloneAsync(string file, params string[] arguments)
    {
        var cluster = new SiloCluster($"sqlite:{file}", "aura");
        try
        {
            await cluster.AddSiloAsync(arguments);
            await cluster.ConnectAsync($"localhost:{cluster.Silos[0].GatewayPort}");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo and waits until it has joined.</summary>
    public async Task AddSiloAsync(params string[] arguments)
    {
        var silo = await SiloProcess.StartAsync(Program, _store, ["--cluster-id", _id, .. arguments]);
        lock (Silos) Silos.Add(silo);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }
        foreach (var silo in Silos) await silo.DisposeAsync();
    }

    private async Task ConnectAsync(string address)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAuraClient(address, client => client
            .Configure<ClusterOptions>(o => o.ClusterId = _id)
            .Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout));
        _client = builder.Build();
        await _client.StartAsync();
    }
}
