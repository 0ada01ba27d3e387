using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

/// <summary>Fabrics in this process on PostgreSQL.</summary>
public sealed class EmbeddedPostgresFabric(PostgresFixture server) : FabricBehaviour
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() => await EmbeddedHost.StartAsync(await PostgresPlace.CreateAsync(server));
}
