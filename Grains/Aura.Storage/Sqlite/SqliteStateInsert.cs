using Aura.Engine;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>Inserts states over the connection that writes, within its transactions.</summary>
internal sealed class SqliteStateInsert(sqlite3 connection) : IDisposable
{
    private const int MostKnownLines = 200_000;

    private const string Columns = """
        line, version, id, parent, merge_parent, type, source, operation_id, occurred_at, recorded_at, digest, payload_digest, context,
        payload_kind, payload
        """;

    // For a state that follows the last one of its line. One row of values: for an insert that selects, SQLite would copy every page that
    // it changes, to be able to undo half of it.
    private const string InsertNext = $"""
        INSERT INTO states ({Columns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT DO NOTHING
        """;

    // Inserts the state only if the one that it follows is the last of the line; the unique keys decide the rest.
    private const string InsertIfNext = $"""
        INSERT INTO states ({Columns})
        SELECT b.line, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
          FROM branches b
         WHERE b.agent = ?16 AND b.name = ?17
           AND ((?2 = 1 AND b.fork_version = 0 AND ?4 IS NULL)
             OR EXISTS (SELECT 1 FROM states p WHERE p.line = b.line AND p.version = ?2 - 1 AND p.id = ?4)
             OR (b.fork_version = ?2 - 1 AND b.fork_state = ?4))
        ON CONFLICT DO NOTHING
        """;

    private readonly SqliteStatement _next = new(connection, InsertNext);
    private readonly SqliteStatement _ifNext = new(connection, InsertIfNext);
    private readonly SqliteStatement _line = new(connection, "SELECT line FROM branches WHERE agent = ?1 AND name = ?2");
    private readonly SqliteStatement _dataVersion = new(connection, "PRAGMA data_version");

    // The lines that this connection wrote to last, and how they end.
    private readonly Dictionary<LineKey, (long Number, StateId Head, long Version)> _ends = [];
    private long _seenVersion;

    /// <summary>Forgets the ends of lines if another connection has written since; to be called first in every transaction.</summary>
    public void BeginTransaction()
    {
        var version = _dataVersion.Query(row => row.Integer(0)).Single();
        if (version != _seenVersion || _ends.Count > MostKnownLines) ForgetEnds();
        _seenVersion = version;
    }

    /// <summary>Has the next states looked up what they follow: after an erasure, or a transaction that was undone.</summary>
    public void ForgetEnds() => _ends.Clear();

    /// <summary>Inserts the state; false if it does not follow the line's last one, or a unique key is taken.</summary>
    public bool Insert(AgentState state)
    {
        var key = new LineKey(state.Agent, state.Branch);
        if (_ends.TryGetValue(key, out var end) && state.Parents.Count > 0 && state.Parents[0] == end.Head && state.Version == end.Version + 1)
        {
            _next.Bind(1, end.Number);
            BindRow(_next, state);
            if (_next.Execute() == 0) return false;
            _ends[key] = (end.Number, state.Id, state.Version);
            return true;
        }
        _ifNext.Bind(16, state.Agent);
        _ifNext.Bind(17, state.Branch);
        BindRow(_ifNext, state);
        if (_ifNext.Execute() == 0) return false;
        _line.Bind(1, state.Agent);
        _line.Bind(2, state.Branch);
        _ends[key] = (_line.Query(row => row.Integer(0)).Single(), state.Id, state.Version);
        return true;
    }

    public void Dispose()
    {
        _next.Dispose();
        _ifNext.Dispose();
        _line.Dispose();
        _dataVersion.Dispose();
    }

    private static void BindRow(SqliteStatement statement, AgentState state)
    {
        var kind = StateRow.KindOf(state);
        Span<byte> digest = stackalloc byte[Digest.Size];
        statement.Bind(2, state.Version);
        statement.Bind(3, state.Id);
        statement.Bind(4, state.Parents.Count > 0 ? state.Parents[0] : null);
        statement.Bind(5, state.Parents.Count > 1 ? state.Parents[1] : null);
        statement.Bind(6, state.Type);
        statement.Bind(7, (int)state.Source);
        statement.Bind(8, state.OperationId);
        statement.Bind(9, Timestamps.ToMicroseconds(state.OccurredAt));
        statement.Bind(10, Timestamps.ToMicroseconds(state.RecordedAt));
        state.Digest.CopyTo(digest);
        statement.BindBlob(11, digest);
        state.PayloadDigest.CopyTo(digest);
        statement.BindBlob(12, digest);
        if (StateRow.WriteContext(state.Context) is { } context) statement.BindText(13, context);
        else statement.BindNull(13);
        statement.Bind(14, (int)kind);
        if (kind == PayloadKind.Inline) statement.BindText(15, state.Payload!.Utf8.Span);
        else statement.BindNull(15);
    }
}
