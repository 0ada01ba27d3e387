using Aura.Engine;
using Aura.Storage;
using Aura.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Aura.Cluster.Tests.Hosting;

/// <summary>Aura as grains in a cluster of two silos in this process, reached through a cluster client.</summary>
public sealed class ClusterHost : IAuraHost
{
    private readonly List<InProcessTestCluster> _others = [];
    private readonly IStorePlace _place;
    private readonly short _silos;
    private readonly Func<ICausalStore, ICausalStore> _wrap;
    private InProcessTestCluster _cluster = null!;

    private ClusterHost(IStorePlace place, short silos, Func<ICausalStore, ICausalStore> wrap)
    {
        (_place, _silos, _wrap) = (place, silos, wrap);
        Time = new FakeTimeProvider(StateSketch.Begin) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    }

    /// <inheritdoc/>
    public IAura Aura => _cluster.Client.Aura();

    /// <summary>The cluster.</summary>
    public InProcessTestCluster Cluster => _cluster;

    /// <inheritdoc/>
    public FakeTimeProvider Time { get; }

    /// <summary>Starts a cluster over a place, which goes with the host.</summary>
    /// <param name="place">Where the store is.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="wrap">What to put around each silo's store.</param>
    public static async ValueTask<ClusterHost> StartAsync(IStorePlace place, short silos, Func<ICausalStore, ICausalStore>? wrap = null)
    {
        var host = new ClusterHost(place, silos, wrap ?? (store => store));
        host._cluster = await host.DeployAsync();
        return host;
    }

    /// <inheritdoc/>
    public async ValueTask RestartAsync()
    {
        await _cluster.DisposeAsync();
        _cluster = await DeployAsync();
    }

    /// <inheritdoc/>
    public async ValueTask<IAura> ConnectAsync()
    {
        _others.Add(await DeployAsync());
        return _others[^1].Client.Aura();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others) await other.DisposeAsync();
        await _cluster.DisposeAsync();
        await _place.DisposeAsync();
    }

    private async Task<InProcessTestCluster> DeployAsync()
    {
        var builder = new InProcessTestClusterBuilder(_silos);
        builder.ConfigureSilo((_, silo) => silo.AddAura(_ => _wrap(CausalStores.Create(_place.Store)), options =>
        {
            options.Time = Time;
            TestParts.Register(options.Parts);
        }));
        builder.ConfigureClient(client => client.AddAuraClient());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
