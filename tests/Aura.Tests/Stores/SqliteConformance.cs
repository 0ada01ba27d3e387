using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

/// <summary>SQLite keeps what a causal store promises.</summary>
public sealed class SqliteConformance : CausalStoreConformance
{
    /// <inheritdoc/>
    protected override string MakeNewer => "PRAGMA user_version = 99";

    /// <inheritdoc/>
    protected override string MakeVersion2 =>
        "DROP TABLE fabrics; DROP TABLE memories; DROP TABLE memory_contents; DROP TABLE memory_erasures; PRAGMA user_version = 2;";

    /// <inheritdoc/>
    protected override string MakeVersion1 => "DROP INDEX states_joining; ALTER TABLE branches DROP COLUMN expires_at; PRAGMA user_version = 1";

    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => new(new SqlitePlace());
}
