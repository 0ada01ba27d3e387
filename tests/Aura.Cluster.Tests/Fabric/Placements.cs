using Aura.Cluster.Tests.Faults;
using Aura.Cluster.Tests.Hosting;
using Aura.Grains;
using Orleans.Runtime.Placement;

namespace Aura.Cluster.Tests.Fabric;

/// <summary>Where fabrics are, when silos with a GPU are there, join or end.</summary>
public sealed class Placements
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Fabrics_that_prefer_a_GPU_are_where_one_is_and_wake_up_elsewhere_when_it_ends()
    {
        await using var cluster = await GpuCluster.StartAsync(FabricPlacement.PreferGpu, false, true, false);
        for (var i = 0; i < 6; i++)
        {
            await RememberAsync(cluster, i);
            Assert.Equal("GPU 1", await DeviceAsync(cluster, i));
        }
        await cluster.Aura.Fabric("f0").RecallAsync(new RecallRequest { Text = "memory", Reinforce = true });
        await cluster.StopAsync(1);
        for (var i = 0; i < 6; i++)
        {
            Assert.StartsWith("CPU", await DeviceAsync(cluster, i), StringComparison.Ordinal);
            var hit = Assert.Single((await cluster.Aura.Fabric($"f{i}").RecallAsync($"memory {i}")).Hits);
            Assert.Equal(($"m{i}", i == 0 ? 2 : 1), (hit.Id, hit.Memory!.Uses));
        }
    }

    [Fact]
    public async Task A_fabric_moves_to_a_GPU_that_joins_late()
    {
        await using var cluster = await GpuCluster.StartAsync(FabricPlacement.PreferGpu, false);
        await RememberAsync(cluster, 0);
        Assert.Equal("CPU 0", await DeviceAsync(cluster, 0));
        await cluster.AddAsync(gpu: true);
        await Eventually.TrueAsync(async () => await DeviceAsync(cluster, 0) == "GPU 1", Patience);
        Assert.Equal("m0", Assert.Single((await cluster.Aura.Fabric("f0").RecallAsync("memory")).Hits).Id);
    }

    [Fact]
    public async Task Where_a_GPU_is_required_and_none_is_there_fabrics_are_refused_in_one_sentence_until_one_joins()
    {
        await using var cluster = await GpuCluster.StartAsync(FabricPlacement.RequireGpu, false, false);
        var agent = cluster.Aura.Agent("a");
        foreach (var call in (Func<Task>[])[() => RememberAsync(cluster, 0), async () => await agent.ThinkAsync("f0", "memory")])
        {
            Assert.Equal("Fabric 'f0' must be on a silo with a GPU, and the cluster has none: start one, or let fabrics be on any silo.",
                (await Assert.ThrowsAsync<FabricUnavailableException>(call)).Message);
        }
        Assert.Null(await agent.LoadAsync());
        await cluster.AddAsync(gpu: true);
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await RememberAsync(cluster, 0);
                return true;
            }
            catch (FabricUnavailableException)
            {
                return false;
            }
        }, Patience);
        Assert.Equal("GPU 2", await DeviceAsync(cluster, 0));
        Assert.Equal(1, (await agent.ThinkAsync("f0", "memory")).State!.Version);
    }

    [Theory]
    [InlineData(FabricPlacement.Any, "CPU 0")]
    [InlineData(FabricPlacement.PreferGpu, "GPU 1")]
    public async Task Who_asks_for_a_silo_without_a_GPU_gets_it_only_where_any_will_do(FabricPlacement placement, string device)
    {
        await using var cluster = await GpuCluster.StartAsync(placement, false, true);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, cluster.Silos[0].SiloAddress);
        await RememberAsync(cluster, 0);
        RequestContext.Clear();
        Assert.Equal(device, await DeviceAsync(cluster, 0));
        // Neither is it moved from there.
        Assert.Equal(device, await DeviceAsync(cluster, 0));
    }

    private static async Task RememberAsync(GpuCluster cluster, int i) =>
        await cluster.Aura.Fabric($"f{i}").RememberAsync(new MemoryRequest { Id = $"m{i}", Content = $"memory {i}" });

    private static async Task<string> DeviceAsync(GpuCluster cluster, int i) => (await cluster.Aura.Fabric($"f{i}").StatisticsAsync()).Device;
}
