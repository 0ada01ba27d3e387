using Aura.Tests.Hosting;

namespace Aura.Tests.Import;

/// <summary>The import on PostgreSQL.</summary>
public sealed class ChatImportingOnPostgres(PostgresFixture server) : ChatImporting
{
    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() => await EmbeddedHost.StartAsync(await PostgresPlace.CreateAsync(server));
}
