using Aura.Cluster.Tests.Hosting;
using Aura.Tests.Client;
using Aura.Tests.Hosting;

namespace Aura.Cluster.Tests.Client;

/// <summary>Two silos over PostgreSQL keep every promise.</summary>
public sealed class ClusterPostgresBehaviour(PostgresFixture server) : AgentBehaviour
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() =>
        await ClusterHost.StartAsync(await PostgresPlace.CreateAsync(server), silos: 2);
}
