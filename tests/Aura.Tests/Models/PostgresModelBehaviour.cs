using Aura.Tests.Hosting;

namespace Aura.Tests.Models;

/// <summary>The model against PostgreSQL.</summary>
public sealed class PostgresModelBehaviour(PostgresFixture server) : ModelBehaviour
{
    /// <inheritdoc/>
    protected override int Sequences => 30;

    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => PostgresPlace.CreateAsync(server);
}
