using Aura.Engine;
using Npgsql;

namespace Aura.Storage;

/// <summary>Shorter ways to read columns that may be null, and times.</summary>
internal static class PostgresColumns
{
    private static readonly long Year2000 = Timestamps.ToMicroseconds(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static Guid? Id(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

    public static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static byte[]? Bytes(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    // PostgreSQL knows times that no DateTime holds; it counts microseconds since 2000.
    public static DateTimeOffset Time(NpgsqlDataReader reader, int column) =>
        Timestamps.FromMicroseconds(Math.Clamp(reader.GetFieldValue<long>(column), -long.MaxValue / 2, long.MaxValue / 2) + Year2000);
}
