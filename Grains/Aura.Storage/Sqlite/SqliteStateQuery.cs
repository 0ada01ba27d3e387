using System.Text;
using Aura.Engine;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>A prepared query for states.</summary>
internal sealed class SqliteStateQuery(sqlite3 connection, string sql) : IDisposable
{
    /// <summary>The columns that every such query selects, in this order, from states s and branches b.</summary>
    public const string Columns = """
        s.id, b.agent, b.name, s.version, s.parent, s.merge_parent, s.type, s.source, s.payload_kind,
        CASE WHEN s.payload_kind = 1 THEN (SELECT f.content FROM blobs f WHERE f.digest = s.payload_digest) ELSE s.payload END,
        s.payload_digest, s.context, s.operation_id, s.occurred_at, s.recorded_at, s.digest
        """;

    private readonly SqliteStatement _statement = new(connection, sql);
    private readonly LastText _agent = new();
    private readonly LastText _branch = new();
    private readonly LastText _type = new();

    public List<AgentState> Run(ReadOnlySpan<object?> parameters)
    {
        for (var i = 0; i < parameters.Length; i++) Bind(_statement.Parameter($"@{i}"), parameters[i]);
        return _statement.Query(ReadState);
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(int parameter, object? value)
    {
        switch (value)
        {
            case null: _statement.BindNull(parameter); break;
            case string text: _statement.Bind(parameter, text); break;
            case byte[] bytes: _statement.BindBlob(parameter, bytes); break;
            default: _statement.Bind(parameter, Convert.ToInt64(value, null)); break;
        }
    }

    private AgentState ReadState(SqliteStatement row) => StateRow.Read(
        row.Id(0)!.Value, _agent.Read(row.Bytes(1)), _branch.Read(row.Bytes(2)), row.Integer(3), row.Id(4), row.Id(5), _type.Read(row.Bytes(6)),
        (int)row.Integer(7), (int)row.Integer(8), row.IsNull(9) ? null : row.Bytes(9).ToArray(), row.Bytes(10), row.Bytes(11), row.Text(12),
        Timestamps.FromMicroseconds(row.Integer(13)), Timestamps.FromMicroseconds(row.Integer(14)), row.Bytes(15));

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
