using Aura.Cluster.Tests.Hosting;
using Aura.Tests.Client;
using Aura.Tests.Hosting;

namespace Aura.Cluster.Tests.Client;

/// <summary>One silo over a SQLite file keeps every promise.</summary>
public sealed class ClusterSqliteBehaviour : AgentBehaviour
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() => await ClusterHost.StartAsync(new SqlitePlace(), silos: 1);
}
