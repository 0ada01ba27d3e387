using Aura.Tests.Hosting;

namespace Aura.Tests.Faults;

/// <summary>Crashes of processes that write to PostgreSQL.</summary>
public sealed class PostgresCrashes(PostgresFixture server) : Crashes
{
    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => PostgresPlace.CreateAsync(server);
}
