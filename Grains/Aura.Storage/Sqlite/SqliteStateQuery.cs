using System.Text;
using Aura.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>
/// A prepared query for states. It reads SQLite's own memory: histories are long, and a data reader costs several times what SQLite does.
/// </summary>
internal sealed class SqliteStateQuery : IDisposable
{
    /// <summary>The columns that every such query selects, in this order, from states s and branches b.</summary>
    public const string Columns = """
        s.id, b.agent, b.name, s.version, s.parent, s.merge_parent, s.type, s.source, s.payload_kind,
        CASE WHEN s.payload_kind = 1 THEN (SELECT f.content FROM blobs f WHERE f.digest = s.payload_digest) ELSE s.payload END,
        s.payload_digest, s.context, s.operation_id, s.occurred_at, s.recorded_at, s.digest
        """;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly LastText _agent = new();
    private readonly LastText _branch = new();
    private readonly LastText _type = new();

    public SqliteStateQuery(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public List<AgentState> Run(ReadOnlySpan<object?> parameters)
    {
        var states = new List<AgentState>();
        try
        {
            for (var i = 0; i < parameters.Length; i++) Bind(i, parameters[i]);
            while (Step()) states.Add(ReadState());
            return states;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
            raw.sqlite3_clear_bindings(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        return result == raw.SQLITE_DONE ? false : throw Error(result);
    }

    // SQLite numbers parameters in the order of their first use in the text, which need not be the order of their names.
    private void Bind(int parameter, object? value)
    {
        var index = raw.sqlite3_bind_parameter_index(_statement, $"@{parameter}");
        Check(value switch
        {
            null => raw.sqlite3_bind_null(_statement, index),
            string text => raw.sqlite3_bind_text(_statement, index, text),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, index, bytes),
            _ => raw.sqlite3_bind_int64(_statement, index, Convert.ToInt64(value, null)),
        });
    }

    private AgentState ReadState() => StateRow.Read(
        new Guid(Bytes(0), bigEndian: true), _agent.Read(Bytes(1)), _branch.Read(Bytes(2)), Integer(3), Id(4), Id(5), _type.Read(Bytes(6)), (int)Integer(7), (int)Integer(8),
        IsNull(9) ? null : Bytes(9).ToArray(), Bytes(10), Bytes(11), IsNull(12) ? null : Encoding.UTF8.GetString(Bytes(12)),
        Timestamps.FromMicroseconds(Integer(13)), Timestamps.FromMicroseconds(Integer(14)), Bytes(15));

    private bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    // Of a TEXT column these are its UTF-8 bytes as they are; of NULL, none.
    private ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    private long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    private Guid? Id(int column) => IsNull(column) ? null : new Guid(Bytes(column), bigEndian: true);

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw Error(result);
    }

    private SqliteException Error(int result) => new(raw.sqlite3_errmsg(_connection).utf8_to_string(), result);

    /// <summary>A text column of which one row usually says what the row before said: then they share one string.</summary>
    private sealed class LastText
    {
        private byte[] _utf8 = [];
        private string _text = "";

        public string Read(ReadOnlySpan<byte> utf8)
        {
            if (!utf8.SequenceEqual(_utf8)) (_utf8, _text) = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
            return _text;
        }
    }
}
