using Aura.Tests.Hosting;

namespace Aura.Tests.Faults;

/// <summary>Crashes of processes that speculate on a SQLite file.</summary>
public sealed class SqliteSpeculationCrashes : SpeculationCrashes
{
    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => new(new SqlitePlace());
}
