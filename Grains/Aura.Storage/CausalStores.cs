using System.Diagnostics.CodeAnalysis;
using Aura.Engine;

namespace Aura.Storage;

/// <summary>Makes stores from connection strings.</summary>
public static class CausalStores
{
    private const string Sqlite = "sqlite:";
    private const string Postgres = "postgres:";

    /// <summary>Makes a store from <c>sqlite:PATH</c> or <c>postgres:</c> and an Npgsql connection string. It is not opened yet.</summary>
    /// <exception cref="InvalidInputException">The text is neither.</exception>
    public static ICausalStore Create(string connectionString)
    {
        if (connectionString.StartsWith(Sqlite, StringComparison.Ordinal)) return new SqliteCausalStore(connectionString[Sqlite.Length..]);
        if (IsPostgres(connectionString, out var postgres)) return new PostgresCausalStore(postgres);
        throw new InvalidInputException(
            "store", "Store must be sqlite:PATH or postgres:Host=…;Database=…;Username=…, for example sqlite:aura.db.");
    }

    /// <summary>Whether a store's connection string names a PostgreSQL database, and that database's Npgsql connection string.</summary>
    public static bool IsPostgres(string connectionString, [NotNullWhen(true)] out string? postgres)
    {
        var named = connectionString.StartsWith(Postgres, StringComparison.Ordinal) && !connectionString.StartsWith(Postgres + "//", StringComparison.Ordinal);
        postgres = named ? connectionString[Postgres.Length..] : null;
        return named;
    }
}
