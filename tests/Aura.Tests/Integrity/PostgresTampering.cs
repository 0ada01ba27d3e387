using Aura.Tests.Hosting;

namespace Aura.Tests.Integrity;

/// <summary>Tampering with PostgreSQL.</summary>
public sealed class PostgresTampering(PostgresFixture server) : Tampering
{
    /// <inheritdoc/>
    public override IEnumerable<string> ImpossibleTimes => ["'infinity'", "'-infinity'", "'294000-01-01 00:00:00+00'", "'4000-01-01 00:00:00+00 BC'"];

    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => PostgresPlace.CreateAsync(server);
}
