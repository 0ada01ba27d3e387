using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

/// <summary>Aura in this process on SQLite.</summary>
public sealed class EmbeddedSqliteBehaviour : AgentBehaviour
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() => await EmbeddedHost.StartAsync(new SqlitePlace());
}
