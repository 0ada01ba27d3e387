using System.Text;
using Aura.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>
/// The statement that inserts a state. It binds to SQLite itself: through parameters that are found by name and boxed, binding costs more
/// than the insert.
/// </summary>
internal sealed class SqliteStateInsert : IDisposable
{
    // Inserts the state only if the one that it follows is the last of the line; the unique keys decide the rest.
    private const string Sql = """
        INSERT INTO states (line, version, id, parent, merge_parent, type, source, operation_id, occurred_at, recorded_at, digest,
                            payload_digest, context, payload_kind, payload)
        SELECT b.line, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16
          FROM branches b
         WHERE b.agent = ?1 AND b.name = ?2
           AND ((?3 = 1 AND b.fork_version = 0 AND ?5 IS NULL)
             OR EXISTS (SELECT 1 FROM states p WHERE p.line = b.line AND p.version = ?3 - 1 AND p.id = ?5)
             OR (b.fork_version = ?3 - 1 AND b.fork_state = ?5))
        ON CONFLICT DO NOTHING
        """;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStateInsert(sqlite3 connection)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, Sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Inserts the state; false if it does not follow the line's last one, or a unique key is taken.</summary>
    public bool Insert(AgentState state)
    {
        var kind = StateRow.KindOf(state);
        Span<byte> id = stackalloc byte[16];
        Span<byte> digest = stackalloc byte[Digest.Size];
        BindText(1, state.Agent);
        BindText(2, state.Branch);
        BindInteger(3, state.Version);
        BindId(4, state.Id, id);
        BindId(5, state.Parents.Count > 0 ? state.Parents[0] : null, id);
        BindId(6, state.Parents.Count > 1 ? state.Parents[1] : null, id);
        BindText(7, state.Type);
        BindInteger(8, (int)state.Source);
        if (state.OperationId is null) BindNull(9);
        else BindText(9, state.OperationId);
        BindInteger(10, Timestamps.ToMicroseconds(state.OccurredAt));
        BindInteger(11, Timestamps.ToMicroseconds(state.RecordedAt));
        state.Digest.CopyTo(digest);
        Check(raw.sqlite3_bind_blob(_statement, 12, digest));
        state.PayloadDigest.CopyTo(digest);
        Check(raw.sqlite3_bind_blob(_statement, 13, digest));
        if (StateRow.WriteContext(state.Context) is { } context) BindText(14, context);
        else BindNull(14);
        BindInteger(15, (int)kind);
        if (kind == PayloadKind.Inline) BindText(16, state.Payload!.Utf8.Span);
        else BindNull(16);

        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
        return raw.sqlite3_changes(_connection) == 1;
    }

    public void Dispose() => _statement.Dispose();

    private void BindNull(int index) => Check(raw.sqlite3_bind_null(_statement, index));

    private void BindInteger(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index, value));

    private void BindText(int index, ReadOnlySpan<byte> utf8) => Check(raw.sqlite3_bind_text(_statement, index, utf8));

    private void BindText(int index, string text)
    {
        Span<byte> utf8 = stackalloc byte[3 * Names.MaxLength];
        BindText(index, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    private void BindId(int index, StateId? id, Span<byte> bytes)
    {
        if (id is null)
        {
            BindNull(index);
            return;
        }
        id.Value.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, index, bytes));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(_connection).utf8_to_string(), result);
    }
}
