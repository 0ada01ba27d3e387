using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

/// <summary>PostgreSQL keeps what a causal store promises.</summary>
public sealed class PostgresConformance(PostgresFixture server) : CausalStoreConformance
{
    /// <inheritdoc/>
    protected override string MakeNewer => "INSERT INTO schema_version (version) VALUES (99)";

    /// <inheritdoc/>
    protected override string MakeVersion2 =>
        "DROP TABLE fabrics, memories, memory_contents, memory_erasures; DELETE FROM schema_version WHERE version = 3;";

    /// <inheritdoc/>
    protected override string MakeVersion1 =>
        "DROP INDEX states_joining; ALTER TABLE branches DROP COLUMN expires_at; DELETE FROM schema_version WHERE version = 2";

    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => PostgresPlace.CreateAsync(server);
}
