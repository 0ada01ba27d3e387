using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

/// <summary>SQLite keeps what a causal store promises.</summary>
public sealed class SqliteConformance : CausalStoreConformance
{
    /// <inheritdoc/>
    protected override string MakeNewer => "PRAGMA user_version = 99";

    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => new(new SqlitePlace());
}
