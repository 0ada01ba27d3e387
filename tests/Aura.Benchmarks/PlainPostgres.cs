using Npgsql;
using NpgsqlTypes;

namespace Aura.Benchmarks;

/// <summary>
/// The peer on PostgreSQL: the same rows in a table of the same columns, keys and indexes, by plain Npgsql and without anything that Aura
/// does beside.
/// </summary>
internal sealed class PlainPostgres : IAsyncDisposable
{
    private const string Columns = """
        line, version, id, parent, merge_parent, occurred_at, recorded_at, source, payload_kind, type, operation_id, digest,
        payload_digest, context, payload
        """;

    private static readonly string Payload = TypicalState.Payload.ToString();
    private static readonly byte[] Digest = Aura.Digest.Of("plain"u8).ToArray();

    private readonly NpgsqlDataSource _source;

    private PlainPostgres(NpgsqlDataSource source) => _source = source;

    public static async Task<PlainPostgres> OpenAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 100, MaxAutoPrepare = 16, AutoPrepareMinUsages = 1 };
        var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var command = source.CreateCommand("CREATE TABLE IF NOT EXISTS plain (LIKE aura.states INCLUDING ALL)");
        await command.ExecuteNonQueryAsync();
        return new PlainPostgres(source);
    }

    /// <summary>
    /// Brings the server to where one is that has run for a while: its log goes into files that are there already. A new server makes each
    /// one first, and the faster a writer the more it waits for that.
    /// </summary>
    public async Task FillLogAsync()
    {
        const int megabytes = 1536;
        await using var fill = _source.CreateCommand(
            $"SELECT count(pg_logical_emit_message(false, 'fill', repeat('x', 1 << 20))) FROM generate_series(1, {megabytes})");
        await using var checkpoint = _source.CreateCommand("CHECKPOINT");
        (fill.CommandTimeout, checkpoint.CommandTimeout) = (0, 0);
        await fill.ExecuteNonQueryAsync();
        await checkpoint.ExecuteNonQueryAsync();
    }

    /// <summary>A connection to keep: what a lone writer would do.</summary>
    public async Task<NpgsqlConnection> ConnectAsync() => await _source.OpenConnectionAsync();

    /// <summary>Inserts over a connection from the pool, in a transaction of its own.</summary>
    public async Task InsertAsync(long line, long version)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await InsertAsync(connection, line, version);
    }

    public async Task InsertAsync(NpgsqlConnection connection, long line, long version)
    {
        await using var command = new NpgsqlCommand(
            $"INSERT INTO plain ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)", connection);
        var now = DateTime.UtcNow;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = line });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter { Value = version == 1 ? DBNull.Value : Guid.CreateVersion7(), NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = 0 });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = 0 });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StateTypes.AgentMemory });
        command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Digest });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Digest });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TypicalState.ContextJson });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Payload });
        await command.ExecuteNonQueryAsync();
    }

    public async Task CopyAsync(long firstLine, int lines, long firstVersion, int statesEach)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"COPY plain ({Columns}) FROM STDIN (FORMAT BINARY)");
        for (var version = firstVersion; version < firstVersion + statesEach; version++)
        {
            for (var line = 0; line < lines; line++) await CopyRowAsync(copy, firstLine + line, version);
        }
        await copy.CompleteAsync();
    }

    public async ValueTask DisposeAsync() => await _source.DisposeAsync();

    private static async Task CopyRowAsync(NpgsqlBinaryImporter copy, long line, long version)
    {
        var now = DateTime.UtcNow;
        await copy.StartRowAsync();
        await copy.WriteAsync(line, NpgsqlDbType.Bigint);
        await copy.WriteAsync(version, NpgsqlDbType.Bigint);
        await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
        if (version == 1) await copy.WriteNullAsync();
        else await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
        await copy.WriteNullAsync();
        await copy.WriteAsync(now, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(now, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync((short)0, NpgsqlDbType.Smallint);
        await copy.WriteAsync((short)0, NpgsqlDbType.Smallint);
        await copy.WriteAsync(StateTypes.AgentMemory, NpgsqlDbType.Text);
        await copy.WriteNullAsync();
        await copy.WriteAsync(Digest, NpgsqlDbType.Bytea);
        await copy.WriteAsync(Digest, NpgsqlDbType.Bytea);
        await copy.WriteAsync(TypicalState.ContextJson, NpgsqlDbType.Text);
        await copy.WriteAsync(Payload, NpgsqlDbType.Text);
    }
}
