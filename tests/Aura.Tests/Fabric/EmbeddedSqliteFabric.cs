using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

/// <summary>Fabrics in this process on SQLite.</summary>
public sealed class EmbeddedSqliteFabric : FabricBehaviour
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() => await EmbeddedHost.StartAsync(new SqlitePlace());
}
