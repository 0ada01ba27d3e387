using System.Data;
using Aura.Engine;
using Npgsql;
using NpgsqlTypes;
using static Aura.Storage.PostgresColumns;
using static Aura.Storage.PostgresParameters;

namespace Aura.Storage;

public sealed partial class PostgresCausalStore
{
    private const int StateColumnCount = 17;

    private const string StateColumns = """
        s.id, b.agent, b.name, s.version, s.parent, s.merge_parent, s.type, s.source, s.payload_kind, s.payload,
        CASE WHEN s.payload_kind = 1 THEN (SELECT f.content FROM aura.blobs f WHERE f.digest = s.payload_digest) END,
        s.payload_digest, s.context, s.operation_id, s.occurred_at, s.recorded_at, s.digest
        """;

    private const string FromStates = "FROM aura.states s JOIN aura.branches b ON b.line = s.line";

    // The line's number comes first, as a value: joined, it would not tell the planner that the states' key already has them in order.
    private const string FromLine = """
        FROM aura.states s CROSS JOIN (SELECT $1::text AS agent, $2::text AS name) b
         WHERE s.line = (SELECT o.line FROM aura.branches o WHERE o.agent = $1 AND o.name = $2)
        """;

    /// <inheritdoc/>
    public async ValueTask<LineSnapshot?> ReadLineAsync(string agent, string branch, CancellationToken cancellationToken)
    {
        var (lineage, head) = await ReadAsync(async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            // Fork versions fall on the way up, which also ends the way where a record was tampered with.
            batch.BatchCommands.Add(Command("""
                WITH RECURSIVE lineage AS (
                    SELECT b.*, 0 AS depth FROM aura.branches b WHERE b.agent = $1 AND b.name = $2
                    UNION ALL
                    SELECT o.*, l.depth + 1 FROM lineage l
                      JOIN aura.branches o ON o.agent = l.agent AND o.name = l.origin AND o.fork_version < l.fork_version
                )
                SELECT name, origin, fork_state, fork_version, created_at, expires_at FROM lineage ORDER BY depth
                """, agent, branch));
            batch.BatchCommands.Add(Command(
                $"SELECT {StateColumns} {FromLine} ORDER BY s.version DESC LIMIT 1", agent, branch));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var records = new List<BranchRecord>();
            while (await reader.ReadAsync(cancellationToken))
            {
                records.Add(new BranchRecord(
                    agent, reader.GetString(0), Text(reader, 1), Id(reader, 2) is { } id ? new StateId(id) : null, reader.GetInt64(3), Time(reader, 4),
                    reader.IsDBNull(5) ? null : Time(reader, 5)));
            }
            await reader.NextResultAsync(cancellationToken);
            return (records, await reader.ReadAsync(cancellationToken) ? ReadState(reader) : null);
        }, cancellationToken);
        if (lineage.Count == 0) return null;
        if (head is null && lineage[0].ForkState is { } fork)
            head = (await ReadStatesAsync([fork], cancellationToken)).SingleOrDefault();
        return new LineSnapshot(lineage[0], LineSnapshot.SegmentsOf(lineage), head);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AgentState>> ReadRangeAsync(LineRange range, CancellationToken cancellationToken)
    {
        var order = range.Descending ? "DESC" : "ASC";
        var type = range.Type is null ? "" : "AND s.type = $6";
        return await QueryStatesAsync($"""
            SELECT {StateColumns} {FromLine} AND s.version BETWEEN $3 AND $4 {type}
             ORDER BY s.version {order} LIMIT $5
            """,
            range.Type is null
                ? [range.Agent, range.Branch, range.From, range.To, range.Limit]
                : [range.Agent, range.Branch, range.From, range.To, range.Limit, range.Type],
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<AgentState?> ReadOccurredAsync(
        LineRange range, DateTimeOffset time, long recordedTo, CancellationToken cancellationToken)
    {
        var type = range.Type is null ? "" : "AND s.type = $7";
        object[] parameters = [range.Agent, range.Branch, range.From, range.To, time.UtcDateTime, Math.Min(range.To, recordedTo)];
        var found = await QueryStatesAsync($"""
            (SELECT {StateColumns} {FromLine} AND s.version BETWEEN $3 AND $4 {type}
                AND s.occurred_at <= $5 AND s.occurred_at <> s.recorded_at
              ORDER BY s.occurred_at DESC, s.version DESC LIMIT 1)
            UNION ALL
            (SELECT {StateColumns} {FromLine} AND s.version BETWEEN $3 AND $6 {type}
                AND s.occurred_at = s.recorded_at
              ORDER BY s.version DESC LIMIT 1)
            """,
            range.Type is null ? parameters : [.. parameters, range.Type],
            cancellationToken);
        return found.MaxBy(s => (s.OccurredAt, s.Version));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AgentState>> ReadStatesAsync(IReadOnlyCollection<StateId> ids, CancellationToken cancellationToken) =>
        await QueryStatesAsync(
            $"SELECT {StateColumns} {FromStates} WHERE s.id = ANY($1)", [ids.Select(i => i.Value).ToArray()], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<AgentState?> ReadOperationAsync(string agent, string branch, string operationId, CancellationToken cancellationToken) =>
        (await QueryStatesAsync(
            $"SELECT {StateColumns} {FromLine} AND s.operation_id = $3",
            [agent, branch, operationId], cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CausalLink>> ReadCausesAsync(IReadOnlyCollection<StateId> effects, CancellationToken cancellationToken) =>
        await QueryAsync(
            "SELECT cause, effect, relation, confidence FROM aura.links WHERE effect = ANY($1) ORDER BY effect, ordinal",
            [effects.Select(i => i.Value).ToArray()], Link, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CausalLink>> ReadEffectsAsync(
        IReadOnlyCollection<StateId> causes, bool parents, CancellationToken cancellationToken)
    {
        object[] ids = [causes.Select(i => i.Value).ToArray()];
        var links = await QueryAsync(
            "SELECT cause, effect, relation, confidence FROM aura.links WHERE cause = ANY($1) ORDER BY effect, ordinal", ids, Link, cancellationToken);
        if (!parents) return links;
        var children = await QueryAsync("""
            SELECT p.id, s.id FROM aura.states p
              JOIN aura.states s ON s.line = p.line AND s.version = p.version + 1
             WHERE p.id = ANY($1)
            UNION ALL
            SELECT b.fork_state, s.id FROM aura.branches b
              JOIN aura.states s ON s.line = b.line AND s.version = b.fork_version + 1
             WHERE b.fork_state = ANY($1)
            UNION ALL
            SELECT s.merge_parent, s.id FROM aura.states s WHERE s.merge_parent = ANY($1)
            """, ids,
            reader => new CausalLink(
                new StateId(reader.GetGuid(0)), new StateId(reader.GetGuid(1)), CausalEdgeKind.Parent, CausalRelation.Caused, null),
            cancellationToken);
        return [.. links, .. children];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BranchInfo>> ReadBranchesAsync(string agent, string? branch, CancellationToken cancellationToken) =>
        await QueryAsync($"""
            SELECT b.name, b.origin, b.fork_state, b.fork_version, b.created_at, b.expires_at, h.id, h.version, h.source, j.id, j.source
              FROM aura.branches b
              LEFT JOIN LATERAL (SELECT s.id, s.version, s.source FROM aura.states s
                                  WHERE s.line = b.line ORDER BY s.version DESC LIMIT 1) h ON true
              LEFT JOIN LATERAL (SELECT s.id, s.source FROM aura.states s
                                  WHERE s.merge_parent = h.id ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) j ON true
             WHERE b.agent = $1 {(branch is null ? "" : "AND b.name = $2")}
             ORDER BY b.name <> 'main', b.name
            """, branch is null ? [agent] : [agent, branch],
            reader => new BranchInfo
            {
                Agent = agent,
                Name = reader.GetString(0),
                Origin = Text(reader, 1),
                ForkState = Id(reader, 2) is { } fork ? new StateId(fork) : null,
                ForkVersion = reader.GetInt64(3),
                CreatedAt = Time(reader, 4),
                ExpiresAt = reader.IsDBNull(5) ? null : Time(reader, 5),
                Head = (Id(reader, 6) ?? Id(reader, 2)) is { } head ? new StateId(head) : null,
                HeadVersion = reader.IsDBNull(7) ? reader.GetInt64(3) : reader.GetInt64(7),
                Status = StateRow.StatusOf(reader.IsDBNull(8) ? null : reader.GetInt16(8), reader.IsDBNull(10) ? null : reader.GetInt16(10)),
                JoinedBy = Id(reader, 9) is { } join ? new StateId(join) : null,
            }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BranchJoin>> ReadJoinsAsync(string agent, CancellationToken cancellationToken) =>
        await QueryAsync("""
            SELECT s.id, b.name, s.version, s.source, p.id, o.name, p.version
              FROM aura.branches b
              JOIN aura.states s ON s.line = b.line AND s.merge_parent IS NOT NULL
              JOIN aura.states p ON p.id = s.merge_parent
              JOIN aura.branches o ON o.line = p.line
             WHERE b.agent = $1
             ORDER BY b.name <> 'main', b.name, s.version
            """, [agent],
            reader => new BranchJoin
            {
                State = new StateId(reader.GetGuid(0)),
                Branch = reader.GetString(1),
                Version = reader.GetInt64(2),
                Source = (StateSource)reader.GetInt16(3),
                Joined = new StateId(reader.GetGuid(4)),
                JoinedBranch = reader.GetString(5),
                JoinedVersion = reader.GetInt64(6),
            }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AgentSummary>> ReadAgentsAsync(AgentQuery query, int limit, CancellationToken cancellationToken) =>
        await QueryAsync("""
            SELECT b.agent, h.version, h.type, h.id, h.recorded_at, (SELECT count(*) FROM aura.branches c WHERE c.agent = b.agent)
              FROM aura.branches b
             CROSS JOIN LATERAL (SELECT s.id, s.version, s.type, s.recorded_at FROM aura.states s
                                  WHERE s.line = b.line ORDER BY s.version DESC LIMIT 1) h
             WHERE b.name = 'main' AND b.agent > $1 AND b.agent >= $2 AND starts_with(b.agent, $2)
             ORDER BY b.agent LIMIT $3
            """, [query.After ?? "", query.Prefix ?? "", limit],
            reader => new AgentSummary(
                reader.GetString(0), reader.GetInt64(1), reader.GetString(2), new StateId(reader.GetGuid(3)), Time(reader, 4), (int)reader.GetInt64(5)),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LineKey>> ReadLinesAsync(LineKey? after, int limit, CancellationToken cancellationToken) =>
        await QueryAsync("""
            SELECT agent, name FROM aura.branches WHERE (agent, name) > ($1, $2) ORDER BY agent, name LIMIT $3
            """, [after?.Agent ?? "", after?.Branch ?? "", limit],
            reader => new LineKey(reader.GetString(0), reader.GetString(1)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Damage>> ReadOrphansAsync(CancellationToken cancellationToken) =>
        await QueryAsync("""
            WITH RECURSIVE written AS (
                (SELECT s.line, s.version, s.id FROM aura.states s ORDER BY s.line, s.version LIMIT 1)
                UNION ALL
                SELECT n.line, n.version, n.id FROM written w
                 CROSS JOIN LATERAL (SELECT s.line, s.version, s.id FROM aura.states s WHERE s.line > w.line ORDER BY s.line, s.version LIMIT 1) n
            )
            SELECT w.version, w.id FROM written w WHERE NOT EXISTS (SELECT FROM aura.branches b WHERE b.line = w.line)
            """, [],
            reader => new Damage(reader.GetInt64(0), new StateId(reader.GetGuid(1)), StateRow.Orphaned), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StoreStatistics> ReadStatisticsAsync(CancellationToken cancellationToken) =>
        (await QueryAsync("""
            SELECT (SELECT count(*) FROM aura.branches WHERE name = 'main'),
                   (SELECT count(*) FROM aura.branches),
                   (SELECT count(*) FROM aura.states),
                   (SELECT count(*) FROM aura.links),
                   (SELECT count(*) FROM aura.blobs),
                   (SELECT count(*) FROM aura.erasures),
                   (SELECT count(*) FROM aura.fabrics),
                   (SELECT count(*) FROM aura.memories),
                   (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
                     WHERE c.relnamespace = 'aura'::regnamespace AND c.relkind = 'r')
            """, [],
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
            }, cancellationToken)).Single();

    private Task<List<AgentState>> QueryStatesAsync(string sql, object[] parameters, CancellationToken cancellationToken) =>
        QueryAsync(sql, parameters, ReadState, cancellationToken);

    internal Task<List<T>> QueryAsync<T>(string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        ReadAsync(async connection =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
            return rows;
        }, cancellationToken);

    private static AgentState ReadState(NpgsqlDataReader reader) => StateRow.Read(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), Id(reader, 4), Id(reader, 5), reader.GetString(6),
        reader.GetInt16(7), reader.GetInt16(8), Bytes(reader, 9) ?? Bytes(reader, 10), Bytes(reader, 11)!, Bytes(reader, 12), Text(reader, 13),
        Time(reader, 14), Time(reader, 15), Bytes(reader, 16)!);

    private static CausalLink Link(NpgsqlDataReader reader) => new(
        new StateId(reader.GetGuid(0)), new StateId(reader.GetGuid(1)), CausalEdgeKind.Cause, (CausalRelation)reader.GetInt16(2),
        reader.IsDBNull(3) ? null : reader.GetDouble(3));
}
