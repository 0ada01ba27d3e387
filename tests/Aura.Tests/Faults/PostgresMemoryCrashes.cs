using Aura.Tests.Hosting;

namespace Aura.Tests.Faults;

/// <summary>Crashes of processes that commit memories to PostgreSQL.</summary>
public sealed class PostgresMemoryCrashes(PostgresFixture server) : MemoryCrashes
{
    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => PostgresPlace.CreateAsync(server);
}
