using Aura.Cluster.Tests.Hosting;
using Aura.Tests.Hosting;

namespace Aura.Cluster.Tests.Faults;

/// <summary>The silo that holds a fabric dies while callers remember.</summary>
[Collection(RealSilos.Name)]
public sealed class FabricCrashes(PostgresFixture server, ITestOutputHelper output)
{
    private const int Callers = 8;
    private const int Many = 150;

    // Whoever has a limit says that it has a GPU, so that a fabric tells where it is.
    private static readonly string[] Gpu = ["--Aura:Metadata:aura.gpu", "claimed", "--fabric-memory", "64 MiB"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_killed_silos_fabric_goes_on_elsewhere_and_back_to_a_GPU_that_joins_and_nothing_acknowledged_is_lost()
    {
        var database = await server.TakeDatabaseAsync();
        await using var place = new PostgresPlace(server, database);
        await using var cluster = await SiloCluster.StartAsync(database, silos: 1);
        await cluster.AddSiloAsync(Gpu);
        var fabric = cluster.Aura.Fabric("f");
        async Task<bool> IsOnGpuAsync() => (await fabric.StatisticsAsync()).Capacity == 64 << 20;

        await fabric.RememberAsync(new MemoryRequest { Id = "first", Content = "first" });
        await Eventually.TrueAsync(IsOnGpuAsync, Patience);
        await fabric.ForgetAsync(["first"]);
        var rememberers = new Rememberers(fabric, Callers);
        await rememberers.FurtherAsync(Many, Patience);
        await cluster.Silos[1].KillAsync();
        await rememberers.FurtherAsync(Many, Patience);
        Assert.NotEmpty(rememberers.Errors);
        Assert.False(await IsOnGpuAsync());

        await cluster.AddSiloAsync(Gpu);
        await Eventually.TrueAsync(IsOnGpuAsync, Patience);
        await rememberers.FurtherAsync(Many, Patience);
        await rememberers.AssertKeptAsync();
        output.WriteLine($"{rememberers.Acknowledged} memories, {string.Join(", ", rememberers.Errors.CountBy(e => e.GetType().Name))}.");
    }
}
