using Microsoft.Data.Sqlite;

namespace Aura.Benchmarks;

/// <summary>The peer on SQLite: the same rows in a table of the same shape, one transaction an append, write-ahead log and synchronous FULL.</summary>
internal sealed class PlainSqlite : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    /// <param name="path">A file in which Aura has made its tables.</param>
    public PlainSqlite(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=false");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 30000");
        foreach (var script in Scripts("table").Concat(Scripts("index"))) Execute(script);
        _insert = _connection.CreateCommand();
        _insert.CommandText = """
            INSERT INTO plain (line, version, id, parent, type, source, payload_kind, payload, payload_digest, context, occurred_at, recorded_at, digest)
            VALUES (@line, @version, @id, @parent, 'agent-memory', 0, 0, @payload, @digest, @context, @time, @time, @digest)
            """;
        foreach (var name in (string[])["@line", "@version", "@id", "@parent", "@payload", "@digest", "@context", "@time"])
            _insert.Parameters.Add(new SqliteParameter { ParameterName = name });
    }

    public void Insert(long line, long version)
    {
        object[] values = [line, version, Guid.CreateVersion7().ToByteArray(true), version == 1 ? DBNull.Value : Guid.CreateVersion7().ToByteArray(true),
            TypicalState.Payload.ToString(), new byte[32], TypicalState.ContextJson, DateTime.UtcNow.Ticks];
        for (var i = 0; i < values.Length; i++) _insert.Parameters[i].Value = values[i];
        _insert.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    // Aura's own definition of the table and its indexes, under another name.
    private List<string> Scripts(string kind)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE type = @kind AND tbl_name = 'states' AND sql IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'plain')";
        command.Parameters.AddWithValue("@kind", kind);
        using var reader = command.ExecuteReader();
        var scripts = new List<string>();
        while (reader.Read()) scripts.Add(reader.GetString(0).Replace("states", "plain", StringComparison.Ordinal));
        return scripts;
    }

    private void Execute(string script)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }
}
