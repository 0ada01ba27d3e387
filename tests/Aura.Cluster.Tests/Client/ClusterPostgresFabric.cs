using Aura.Cluster.Tests.Hosting;
using Aura.Tests.Fabric;
using Aura.Tests.Hosting;

namespace Aura.Cluster.Tests.Client;

/// <summary>Fabrics on two silos over PostgreSQL keep every promise.</summary>
public sealed class ClusterPostgresFabric(PostgresFixture server) : FabricBehaviour
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() =>
        await ClusterHost.StartAsync(await PostgresPlace.CreateAsync(server), silos: 2);
}
