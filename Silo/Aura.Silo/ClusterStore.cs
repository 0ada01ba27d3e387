using Npgsql;

namespace Aura.Silo;

/// <summary>The database that holds what the silos of a cluster share.</summary>
/// <param name="ConnectionString">For Npgsql. Orleans' own statements leave the schema open, so it is set here.</param>
internal sealed record ClusterStore(string ConnectionString)
{
    private const string Postgres = "postgres:";

    /// <summary>Orleans' name for the driver.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>The database, or null for a silo that stands alone.</summary>
    public static ClusterStore? Of(SiloSettings settings) =>
        settings.Store.StartsWith(Postgres, StringComparison.Ordinal)
            ? new ClusterStore(new NpgsqlConnectionStringBuilder(settings.Store[Postgres.Length..]) { SearchPath = "orleans" }.ConnectionString)
            : null;
}
