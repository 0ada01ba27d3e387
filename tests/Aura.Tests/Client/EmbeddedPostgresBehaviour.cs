using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

/// <summary>Aura in this process on PostgreSQL.</summary>
public sealed class EmbeddedPostgresBehaviour(PostgresFixture server) : AgentBehaviour
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() => await EmbeddedHost.StartAsync(await PostgresPlace.CreateAsync(server));
}
