using System.Net.Sockets;
using Npgsql;

namespace Aura.Storage;

/// <summary>Turns what Npgsql throws into what Aura promises.</summary>
internal static class PostgresErrors
{
    public static bool IsFromServer(Exception e) => e is NpgsqlException or TimeoutException or SocketException or IOException;

    /// <summary>Whether a constraint refused a row, so that it is worth asking which.</summary>
    public static bool IsRefusedRow(PostgresException e) => e.SqlState is
        PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation;

    /// <summary>Whether the server undid the transaction for its own reasons, so that it can simply be run again.</summary>
    public static bool IsUndone(Exception e) => e is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
    };

    public static StoreException Translate(string store, Exception e)
    {
        if (e is PostgresException { IsTransient: false } refused)
        {
            return refused.SqlState switch
            {
                PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName =>
                    new StoreSchemaException($"Store {store} has no Aura schema, or not all of it: run `aura store init`."),
                PostgresErrorCodes.InvalidCatalogName => new StoreException($"Store {store}: there is no such database.", e),
                _ when refused.SqlState.StartsWith("28", StringComparison.Ordinal) =>
                    new StoreException($"Store {store} refuses to let us in: {refused.MessageText}.", e),
                _ when refused.SqlState.StartsWith("57P", StringComparison.Ordinal) => Unavailable(store, refused.MessageText, e),
                _ => new StoreException($"Store {store} refuses: {refused.MessageText} ({refused.SqlState}).", e),
            };
        }
        return Unavailable(store, (e as PostgresException)?.MessageText ?? Innermost(e).Message, e);
    }

    private static StoreUnavailableException Unavailable(string store, string reason, Exception e) =>
        new($"Store {store} cannot be reached: {reason.TrimEnd('.')}.", e);

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is not null) e = e.InnerException;
        return e;
    }
}
