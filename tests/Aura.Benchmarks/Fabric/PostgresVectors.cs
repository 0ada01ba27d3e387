using Npgsql;
using NpgsqlTypes;

namespace Aura.Benchmarks;

/// <summary>The peer on PostgreSQL: vectors as arrays of float4, kept in the rows themselves, and the inner product in SQL.</summary>
internal sealed class PostgresVectors : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private PostgresVectors(NpgsqlDataSource source) => _source = source;

    /// <summary>Makes a table of vectors.</summary>
    public static async Task<PostgresVectors> CreateAsync(string connectionString, float[] vectors, int dimensions)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 };
        var peer = new PostgresVectors(NpgsqlDataSource.Create(settings.ConnectionString));
        await peer.ExecuteAsync("CREATE TABLE vectors (id integer PRIMARY KEY, vector float4[] NOT NULL)");
        await peer.ExecuteAsync("ALTER TABLE vectors ALTER vector SET STORAGE PLAIN");
        await using (var connection = await peer._source.OpenConnectionAsync())
        {
            await using var copy = await connection.BeginBinaryImportAsync("COPY vectors (id, vector) FROM STDIN (FORMAT BINARY)");
            for (var row = 0; row < vectors.Length / dimensions; row++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row, NpgsqlDbType.Integer);
                await copy.WriteAsync(vectors.AsSpan(row * dimensions, dimensions).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Real);
            }
            await copy.CompleteAsync();
        }
        await peer.ExecuteAsync("VACUUM ANALYZE vectors");
        return peer;
    }

    /// <summary>Finds the rows of the greatest inner product.</summary>
    public async Task<IReadOnlyList<int>> TopAsync(float[] query, int top)
    {
        await using var command = _source.CreateCommand("""
            SELECT id FROM vectors
            ORDER BY (SELECT sum(a * b) FROM unnest(vector, $1) AS components (a, b)) DESC, id
            LIMIT $2
            """);
        command.Parameters.Add(new NpgsqlParameter<float[]> { TypedValue = query });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = top });
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<int>();
        while (await reader.ReadAsync()) ids.Add(reader.GetInt32(0));
        return ids;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _source.DisposeAsync();

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
