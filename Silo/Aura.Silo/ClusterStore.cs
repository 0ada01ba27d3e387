using Aura.Storage;
using Npgsql;

namespace Aura.Silo;

/// <summary>The database that holds what the silos of a cluster share.</summary>
/// <param name="ConnectionString">For Npgsql, with the schema that Orleans' own statements leave open.</param>
internal sealed record ClusterStore(string ConnectionString)
{
    /// <summary>Orleans' name for the driver.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>The database, or null for a silo that stands alone.</summary>
    public static ClusterStore? Of(SiloSettings settings) =>
        CausalStores.IsPostgres(settings.Store, out var postgres)
            ? new ClusterStore(new NpgsqlConnectionStringBuilder(postgres) { SearchPath = OrleansSchema.Name }.ConnectionString)
            : null;
}
