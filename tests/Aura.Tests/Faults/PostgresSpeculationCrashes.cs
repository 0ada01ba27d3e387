using Aura.Tests.Hosting;

namespace Aura.Tests.Faults;

/// <summary>Crashes of processes that speculate on PostgreSQL.</summary>
public sealed class PostgresSpeculationCrashes(PostgresFixture server) : SpeculationCrashes
{
    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => PostgresPlace.CreateAsync(server);
}
