using Aura.Grains;
using Aura.Storage;
using Aura.Tests.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.TestingHost;

namespace Aura.Cluster.Tests.Hosting;

/// <summary>
/// A cluster in this process of which some silos say that they have a GPU. Devices are called <c>CPU</c> or <c>GPU</c> and the silo's number.
/// </summary>
internal sealed class GpuCluster : IAsyncDisposable
{
    private readonly SqlitePlace _place = new();
    private readonly List<bool> _gpus;
    private InProcessTestCluster _cluster = null!;

    private GpuCluster(bool[] gpus) => _gpus = [.. gpus];

    /// <summary>The way in.</summary>
    public IAura Aura => _cluster.Client.Aura();

    /// <summary>The silos, in order of their numbers.</summary>
    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    /// <summary>Starts one silo for each answer to the question whether it has a GPU.</summary>
    public static async Task<GpuCluster> StartAsync(FabricPlacement placement, params bool[] gpus)
    {
        var cluster = new GpuCluster(gpus);
        var builder = new InProcessTestClusterBuilder((short)gpus.Length);
        builder.ConfigureSilo((options, silo) => cluster.Configure(int.Parse(options.SiloName.Split('_')[1]), silo, placement));
        builder.ConfigureClient(client => client.AddAuraClient());
        cluster._cluster = builder.Build();
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Starts one more silo.</summary>
    public async Task AddAsync(bool gpu)
    {
        _gpus.Add(gpu);
        await _cluster.StartAdditionalSiloAsync();
    }

    /// <summary>Has a silo end in good order.</summary>
    public Task StopAsync(int number) => _cluster.StopSiloAsync(_cluster.Silos.Single(s => s.Name == $"Silo_{number}"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _place.DisposeAsync();
    }

    private void Configure(int number, ISiloBuilder silo, FabricPlacement placement)
    {
        var device = $"{(_gpus[number] ? "GPU" : "CPU")} {number}";
        silo.UseSiloMetadata(_gpus[number] ? new() { [GpuSilos.MetadataKey] = device } : []);
        silo.AddAura(_ => CausalStores.Create(_place.Store), options =>
            (options.FabricDevice, options.FabricPlacement) = (() => new NamedDevice(device), placement));
    }
}
