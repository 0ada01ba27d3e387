using Aura.Tests.Hosting;

namespace Aura.Tests.Integrity;

/// <summary>Tampering with a SQLite file.</summary>
public sealed class SqliteTampering : Tampering
{
    /// <inheritdoc/>
    public override IEnumerable<string> ImpossibleTimes => ["9223372036854775807", "-9223372036854775807", "922337203685477580", "-62135596800000001", "253402300800000000"];

    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => new(new SqlitePlace());
}
