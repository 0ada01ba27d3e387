using Aura.Tests.Hosting;

namespace Aura.Tests.Faults;

/// <summary>Crashes of processes that commit memories to a SQLite file.</summary>
public sealed class SqliteMemoryCrashes : MemoryCrashes
{
    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => new(new SqlitePlace());
}
