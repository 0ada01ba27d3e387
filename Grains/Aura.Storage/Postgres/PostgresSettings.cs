using Npgsql;

namespace Aura.Storage;

/// <summary>Reads Npgsql connection strings, and refuses those that cannot be.</summary>
internal static class PostgresSettings
{
    /// <exception cref="InvalidInputException">The connection string cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        var settings = Readable(() => new NpgsqlConnectionStringBuilder(connectionString));
        if (string.IsNullOrEmpty(settings.Host))
            throw new InvalidInputException("store", "PostgreSQL connection string names no host: write postgres:Host=…;Database=…;Username=….");
        if (settings.Port > ushort.MaxValue)
            throw new InvalidInputException("store", $"PostgreSQL connection string names the port {settings.Port}: at most {ushort.MaxValue} is one.");
        return settings;
    }

    /// <summary>What messages call the store: where it is, and no password.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder settings) =>
        $"postgres:Host={settings.Host};Port={settings.Port};Database={settings.Database ?? settings.Username}";

    /// <summary>Runs what reads the settings as a whole: some are only refused together.</summary>
    public static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidInputException("store", $"PostgreSQL connection string cannot be read: {e.Message}", e);
        }
    }
}
