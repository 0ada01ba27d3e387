using Aura.Engine;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>The statement that inserts a state.</summary>
internal sealed class SqliteStateInsert(sqlite3 connection) : IDisposable
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

    private readonly SqliteStatement _statement = new(connection, Sql);

    /// <summary>Inserts the state; false if it does not follow the line's last one, or a unique key is taken.</summary>
    public bool Insert(AgentState state)
    {
        var kind = StateRow.KindOf(state);
        Span<byte> digest = stackalloc byte[Digest.Size];
        _statement.Bind(1, state.Agent);
        _statement.Bind(2, state.Branch);
        _statement.Bind(3, state.Version);
        _statement.Bind(4, state.Id);
        _statement.Bind(5, state.Parents.Count > 0 ? state.Parents[0] : null);
        _statement.Bind(6, state.Parents.Count > 1 ? state.Parents[1] : null);
        _statement.Bind(7, state.Type);
        _statement.Bind(8, (int)state.Source);
        _statement.Bind(9, state.OperationId);
        _statement.Bind(10, Timestamps.ToMicroseconds(state.OccurredAt));
        _statement.Bind(11, Timestamps.ToMicroseconds(state.RecordedAt));
        state.Digest.CopyTo(digest);
        _statement.BindBlob(12, digest);
        state.PayloadDigest.CopyTo(digest);
        _statement.BindBlob(13, digest);
        if (StateRow.WriteContext(state.Context) is { } context) _statement.BindText(14, context);
        else _statement.BindNull(14);
        _statement.Bind(15, (int)kind);
        if (kind == PayloadKind.Inline) _statement.BindText(16, state.Payload!.Utf8.Span);
        else _statement.BindNull(16);
        return _statement.Execute() == 1;
    }

    public void Dispose() => _statement.Dispose();
}
