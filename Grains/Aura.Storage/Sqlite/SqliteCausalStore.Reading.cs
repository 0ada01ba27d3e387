using Aura.Engine;
using Microsoft.Data.Sqlite;

namespace Aura.Storage;

public sealed partial class SqliteCausalStore
{
    private const int IdsAtOnce = 500;

    private const string StateColumns = SqliteStateQuery.Columns;

    private const string FromStates = "FROM branches b CROSS JOIN states s ON s.line = b.line";

    /// <inheritdoc/>
    public ValueTask<LineSnapshot?> ReadLineAsync(string agent, string branch, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(session => ReadLine(session, agent, branch)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AgentState>> ReadRangeAsync(LineRange range, CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT {StateColumns} {FromStates}
             WHERE b.agent = @0 AND b.name = @1 AND s.version BETWEEN @2 AND @3 {(range.Type is null ? "" : "AND s.type = @5")}
             ORDER BY s.version {(range.Descending ? "DESC" : "ASC")} LIMIT @4
            """;
        return ValueTask.FromResult<IReadOnlyList<AgentState>>(Read(session => range.Type is null
            ? session.QueryStates(sql, range.Agent, range.Branch, range.From, range.To, range.Limit)
            : session.QueryStates(sql, range.Agent, range.Branch, range.From, range.To, range.Limit, range.Type)));
    }

    /// <inheritdoc/>
    public ValueTask<AgentState?> ReadOccurredAsync(
        LineRange range, DateTimeOffset time, long recordedTo, CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT * FROM (
                SELECT {StateColumns} {FromStates}
                 WHERE b.agent = @0 AND b.name = @1 AND s.version BETWEEN @2 AND @3 AND s.occurred_at <= @4
                   AND s.occurred_at <> s.recorded_at AND (@6 IS NULL OR s.type = @6)
                 ORDER BY s.occurred_at DESC, s.version DESC LIMIT 1)
            UNION ALL
            SELECT * FROM (
                SELECT {StateColumns} {FromStates}
                 WHERE b.agent = @0 AND b.name = @1 AND s.version BETWEEN @2 AND @5
                   AND s.occurred_at = s.recorded_at AND (@6 IS NULL OR s.type = @6)
                 ORDER BY s.version DESC LIMIT 1)
            """;
        var found = Read(session => session.QueryStates(sql,
            range.Agent, range.Branch, range.From, range.To, Timestamps.ToMicroseconds(time), Math.Min(range.To, recordedTo), range.Type));
        return ValueTask.FromResult(found.MaxBy(s => (s.OccurredAt, s.Version)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AgentState>> ReadStatesAsync(IReadOnlyCollection<StateId> ids, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<AgentState>>(Read(session => ReadStates(session, ids)));

    /// <inheritdoc/>
    public ValueTask<AgentState?> ReadOperationAsync(string agent, string branch, string operationId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(session => ReadOperation(session, agent, branch, operationId)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CausalLink>> ReadCausesAsync(IReadOnlyCollection<StateId> effects, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<CausalLink>>(Read(session => QueryByIds(
            session, "SELECT cause, effect, relation, confidence FROM links WHERE effect IN ({0}) ORDER BY effect, ordinal", Link, effects)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CausalLink>> ReadEffectsAsync(
        IReadOnlyCollection<StateId> causes, bool parents, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<CausalLink>>(Read(session =>
        {
            var links = QueryByIds(
                session, "SELECT cause, effect, relation, confidence FROM links WHERE cause IN ({0}) ORDER BY effect, ordinal", Link, causes);
            if (!parents) return links;
            links.AddRange(QueryByIds(session, """
                SELECT p.id, s.id FROM states p JOIN states s ON s.line = p.line AND s.version = p.version + 1
                 WHERE p.id IN ({0})
                UNION ALL
                SELECT b.fork_state, s.id FROM branches b
                  JOIN states s ON s.line = b.line AND s.version = b.fork_version + 1
                 WHERE b.fork_state IN ({0})
                UNION ALL
                SELECT s.merge_parent, s.id FROM states s WHERE s.merge_parent IN ({0})
                """,
                reader => new CausalLink(Id(reader, 0)!.Value, Id(reader, 1)!.Value, CausalEdgeKind.Parent, CausalRelation.Caused, null), causes));
            return links;
        }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BranchInfo>> ReadBranchesAsync(string agent, string? branch, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<BranchInfo>>(Read(session => session.Query("""
            SELECT b.name, b.origin, b.fork_state, b.fork_version, b.created_at, b.expires_at, h.id, h.version, h.source, j.id, j.source
              FROM branches b
              LEFT JOIN states h ON h.line = b.line AND h.version = (SELECT max(s.version) FROM states s WHERE s.line = b.line)
              LEFT JOIN states j ON j.id = (SELECT m.id FROM states m WHERE m.merge_parent = h.id ORDER BY m.recorded_at DESC, m.id DESC LIMIT 1)
             WHERE b.agent = @0 AND (@1 IS NULL OR b.name = @1)
             ORDER BY b.name <> 'main', b.name
            """,
            reader => new BranchInfo
            {
                Agent = agent,
                Name = reader.GetString(0),
                Origin = Text(reader, 1),
                ForkState = Id(reader, 2),
                ForkVersion = reader.GetInt64(3),
                CreatedAt = Time(reader, 4),
                ExpiresAt = reader.IsDBNull(5) ? null : Time(reader, 5),
                Head = Id(reader, 6) ?? Id(reader, 2),
                HeadVersion = reader.IsDBNull(7) ? reader.GetInt64(3) : reader.GetInt64(7),
                Status = StateRow.StatusOf(reader.IsDBNull(8) ? null : reader.GetInt32(8), reader.IsDBNull(10) ? null : reader.GetInt32(10)),
                JoinedBy = Id(reader, 9),
            }, agent, branch)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BranchJoin>> ReadJoinsAsync(string agent, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<BranchJoin>>(Read(session => session.Query("""
            SELECT s.id, b.name, s.version, s.source, p.id, o.name, p.version
              FROM branches b
             CROSS JOIN states s ON s.line = b.line AND s.merge_parent IS NOT NULL
              JOIN states p ON p.id = s.merge_parent
              JOIN branches o ON o.line = p.line
             WHERE b.agent = @0
             ORDER BY b.name <> 'main', b.name, s.version
            """,
            reader => new BranchJoin
            {
                State = Id(reader, 0)!.Value,
                Branch = reader.GetString(1),
                Version = reader.GetInt64(2),
                Source = (StateSource)reader.GetInt32(3),
                Joined = Id(reader, 4)!.Value,
                JoinedBranch = reader.GetString(5),
                JoinedVersion = reader.GetInt64(6),
            }, agent)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AgentSummary>> ReadAgentsAsync(AgentQuery query, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<AgentSummary>>(Read(session => session.Query("""
            SELECT b.agent, h.version, h.type, h.id, h.recorded_at, (SELECT count(*) FROM branches c WHERE c.agent = b.agent)
              FROM branches b
              JOIN states h ON h.line = b.line AND h.version = (SELECT max(s.version) FROM states s WHERE s.line = b.line)
             WHERE b.name = 'main' AND b.agent > @0 AND b.agent >= @1 AND substr(b.agent, 1, length(@1)) = @1
             ORDER BY b.agent LIMIT @2
            """,
            reader => new AgentSummary(
                reader.GetString(0), reader.GetInt64(1), reader.GetString(2), Id(reader, 3)!.Value, Time(reader, 4), reader.GetInt32(5)),
            query.After ?? "", query.Prefix ?? "", limit)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LineKey>> ReadLinesAsync(LineKey? after, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LineKey>>(Read(session => session.Query("""
            SELECT agent, name FROM branches WHERE (agent, name) > (@0, @1) ORDER BY agent, name LIMIT @2
            """,
            reader => new LineKey(reader.GetString(0), reader.GetString(1)), after?.Agent ?? "", after?.Branch ?? "", limit)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Damage>> ReadOrphansAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Damage>>(Read(session => session.Query("""
            WITH RECURSIVE written(line) AS (
                SELECT min(line) FROM states
                UNION ALL
                SELECT (SELECT min(s.line) FROM states s WHERE s.line > w.line) FROM written w WHERE w.line IS NOT NULL
            )
            SELECT min(s.version), s.id FROM written w JOIN states s ON s.line = w.line
             WHERE NOT EXISTS (SELECT 1 FROM branches b WHERE b.line = w.line)
             GROUP BY w.line
            """,
            reader => new Damage(reader.GetInt64(0), Id(reader, 1), StateRow.Orphaned))));

    /// <inheritdoc/>
    public ValueTask<StoreStatistics> ReadStatisticsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(session => session.Query("""
            SELECT (SELECT count(*) FROM branches WHERE name = 'main'), (SELECT count(*) FROM branches), (SELECT count(*) FROM states),
                   (SELECT count(*) FROM links), (SELECT count(*) FROM blobs), (SELECT count(*) FROM erasures),
                   (SELECT count(*) FROM fabrics), (SELECT count(*) FROM memories),
                   (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)
            """,
            reader => new StoreStatistics
            {
                Store = Name,
                Agents = reader.GetInt64(0),
                Branches = reader.GetInt64(1),
                States = reader.GetInt64(2),
                Links = reader.GetInt64(3),
                Blobs = reader.GetInt64(4),
                Erasures = reader.GetInt64(5),
                Fabrics = reader.GetInt64(6),
                Memories = reader.GetInt64(7),
                Bytes = reader.GetInt64(8),
            })).Single());

    private static LineSnapshot? ReadLine(SqliteSession session, string agent, string branch)
    {
        // Fork versions fall on the way up, which also ends the way where a record was tampered with.
        var lineage = session.Query("""
            WITH RECURSIVE lineage AS (
                SELECT b.*, 0 AS depth FROM branches b WHERE b.agent = @0 AND b.name = @1
                UNION ALL
                SELECT o.*, l.depth + 1 FROM lineage l JOIN branches o ON o.agent = l.agent AND o.name = l.origin AND o.fork_version < l.fork_version
            )
            SELECT name, origin, fork_state, fork_version, created_at, expires_at FROM lineage ORDER BY depth
            """,
            reader => new BranchRecord(
                agent, reader.GetString(0), Text(reader, 1), Id(reader, 2), reader.GetInt64(3), Time(reader, 4), reader.IsDBNull(5) ? null : Time(reader, 5)),
            agent, branch);
        if (lineage.Count == 0) return null;
        var head = session.QueryStates(
            $"SELECT {StateColumns} {FromStates} WHERE b.agent = @0 AND b.name = @1 ORDER BY s.version DESC LIMIT 1", agent, branch);
        if (head.Count == 0 && lineage[0].ForkState is { } fork) head = ReadStates(session, [fork]);
        return new LineSnapshot(lineage[0], LineSnapshot.SegmentsOf(lineage), head.SingleOrDefault());
    }

    private static List<AgentState> ReadStates(SqliteSession session, IReadOnlyCollection<StateId> ids) => ByIds(
        $"SELECT {StateColumns} FROM states s JOIN branches b ON b.line = s.line WHERE s.id IN ({{0}})", ids,
        (sql, keys) => session.QueryStates(sql, keys));

    private static AgentState? ReadOperation(SqliteSession session, string agent, string branch, string operationId) =>
        session.QueryStates(
            $"SELECT {StateColumns} {FromStates} WHERE b.agent = @0 AND b.name = @1 AND s.operation_id = @2",
            agent, branch, operationId).SingleOrDefault();

    private static List<T> QueryByIds<T>(SqliteSession session, string sql, Func<SqliteDataReader, T> read, IReadOnlyCollection<StateId> ids) =>
        ByIds(sql, ids, (statement, keys) => session.Query(statement, read, keys));

    // Statements exist for a single id and for a full hand of them; a hand that is not full is filled up with nulls.
    private static List<T> ByIds<T>(string sql, IReadOnlyCollection<StateId> ids, Func<string, object?[], List<T>> query)
    {
        var rows = new List<T>();
        foreach (var chunk in ids.Chunk(IdsAtOnce))
        {
            var keys = new object?[chunk.Length == 1 ? 1 : IdsAtOnce];
            for (var i = 0; i < chunk.Length; i++) keys[i] = Key(chunk[i]);
            var names = string.Join(',', Enumerable.Range(0, keys.Length).Select(i => $"@{i}"));
            rows.AddRange(query(sql.Replace("{0}", names, StringComparison.Ordinal), keys));
        }
        return rows;
    }

    private static CausalLink Link(SqliteDataReader reader) => new(
        Id(reader, 0)!.Value, Id(reader, 1)!.Value, CausalEdgeKind.Cause, (CausalRelation)reader.GetInt32(2),
        reader.IsDBNull(3) ? null : reader.GetDouble(3));

    // Bytes that are no id read as the empty one, which fits no digest.
    private static Guid? Guid(SqliteDataReader reader, int column) =>
        Bytes(reader, column) is { } bytes ? bytes.Length == 16 ? new Guid(bytes, bigEndian: true) : System.Guid.Empty : null;

    private static StateId? Id(SqliteDataReader reader, int column) => Guid(reader, column) is { } guid ? new StateId(guid) : null;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    // Of a TEXT column these are its UTF-8 bytes as they are.
    private static byte[]? Bytes(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    private static DateTimeOffset Time(SqliteDataReader reader, int column) => Timestamps.FromMicroseconds(reader.GetInt64(column));
}
