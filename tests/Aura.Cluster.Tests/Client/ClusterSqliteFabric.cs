using Aura.Cluster.Tests.Hosting;
using Aura.Tests.Fabric;
using Aura.Tests.Hosting;

namespace Aura.Cluster.Tests.Client;

/// <summary>Fabrics on one silo over a SQLite file keep every promise.</summary>
public sealed class ClusterSqliteFabric : FabricBehaviour
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() => await ClusterHost.StartAsync(new SqlitePlace(), silos: 1);
}
