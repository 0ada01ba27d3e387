using Aura.Engine;
using Npgsql;
using NpgsqlTypes;
using static Aura.Storage.PostgresParameters;

namespace Aura.Storage;

// Appends travel as arrays in one statement: the server parses, plans and commits once, however many states there are. The statement is
// optimistic. It takes each parent from the table, so that a state whose predecessor is gone trips over a constraint, as one does whose
// place is taken. Only then is it asked which states were refused and why; the others are sent again.
public sealed partial class PostgresCausalStore
{
    private const int FruitlessRounds = 5;

    private const string InsertStates = """
        INSERT INTO aura.states (line, version, id, parent, merge_parent, occurred_at, recorded_at, source, payload_kind,
                                 type, operation_id, digest, payload_digest, context, payload)
        SELECT i.line, i.version, i.id,
               CASE WHEN i.chained THEN i.parent
                    ELSE coalesce(
                        (SELECT p.id FROM aura.states p WHERE p.line = i.line AND p.version = i.version - 1 AND p.id = i.parent),
                        (SELECT b.fork_state FROM aura.branches b
                          WHERE b.line = i.line AND b.fork_version = i.version - 1 AND b.fork_state = i.parent))
               END,
               i.merge_parent, i.occurred_at, i.recorded_at, i.source, i.payload_kind,
               i.type, i.operation_id, i.digest, i.payload_digest, i.context, i.payload
          FROM (SELECT a.*, (SELECT b.line FROM aura.branches b
                              WHERE b.agent = a.agent AND b.name = a.branch AND b.fork_version < a.version) AS line
                  FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::boolean[], $5::uuid[], $6::timestamptz[], $7::timestamptz[],
                              $8::smallint[], $9::smallint[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bytea[], $15::bytea[],
                              $16::text[], $17::text[])
                       AS a(id, version, parent, chained, merge_parent, occurred_at, recorded_at,
                            source, payload_kind, agent, branch, type, operation_id, digest, payload_digest, context, payload)
                OFFSET 0) i
        """;

    private const string InsertMains = """
        INSERT INTO aura.branches (agent, name, created_at)
        SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])
        ON CONFLICT DO NOTHING
        """;

    // A cause that does not exist comes out as null and trips over the column's constraint.
    private const string InsertLinks = """
        INSERT INTO aura.links (effect, ordinal, cause, relation, confidence)
        SELECT l.effect, l.ordinal, (SELECT s.id FROM aura.states s WHERE s.id = l.cause), l.relation, l.confidence
          FROM unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::smallint[], $5::double precision[])
               AS l(effect, ordinal, cause, relation, confidence)
        """;

    private const string InsertBlobs = """
        INSERT INTO aura.blobs (digest, content)
        SELECT * FROM unnest($1::bytea[], $2::bytea[])
        ON CONFLICT DO NOTHING
        """;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AgentState> batch, CancellationToken cancellationToken)
    {
        var results = new AppendResult[batch.Count];
        var open = new List<int>(Enumerable.Range(0, batch.Count));
        // Rows in one order for everybody: two writers of the same lines then wait for each other instead of deadlocking.
        open.Sort((a, b) => Compare(batch[a], batch[b]) is var order and not 0 ? order : a.CompareTo(b));
        var fruitless = 0;
        while (open.Count > 0)
        {
            var round = WithoutCollisions(batch, open);
            AgentState[] states = [.. round.Select(i => batch[i])];
            var copied = states.Length >= SmallestCopy && open.Count == batch.Count && await TryCopyAsync(states, cancellationToken);
            if (copied || await TryInsertAsync(states, cancellationToken))
            {
                foreach (var i in round) results[i] = new AppendResult(AppendOutcome.Appended);
                if (round.Count == batch.Count) return results;
                open.RemoveAll(new HashSet<int>(round).Contains);
                continue;
            }
            var refused = await FindRefusedAsync(states, cancellationToken);
            foreach (var (position, result) in refused) results[round[position]] = result;
            open.RemoveAll(new HashSet<int>(refused.Keys.Select(position => round[position])).Contains);
            if (refused.Count == 0 && ++fruitless == FruitlessRounds)
                throw new StoreException($"Store {Name} refuses states for no reason that can be found: run `aura verify`.");
        }
        await NameHeadsAsync(batch, results, cancellationToken);
        return results;
    }

    // Only now is it known what became of the neighbours.
    private async Task NameHeadsAsync(IReadOnlyList<AgentState> batch, AppendResult[] results, CancellationToken cancellationToken)
    {
        var conflicts = Enumerable.Range(0, results.Length).Where(i => results[i].Outcome == AppendOutcome.Conflict);
        foreach (var line in conflicts.GroupBy(i => new LineKey(batch[i].Agent, batch[i].Branch)))
        {
            var head = (await ReadLineAsync(line.Key.Agent, line.Key.Branch, cancellationToken))?.Head;
            foreach (var i in line) results[i] = new AppendResult(AppendOutcome.Conflict, head);
        }
    }

    private static int Compare(AgentState a, AgentState b)
    {
        var order = string.CompareOrdinal(a.Agent, b.Agent);
        if (order == 0) order = string.CompareOrdinal(a.Branch, b.Branch);
        return order == 0 ? a.Version.CompareTo(b.Version) : order;
    }

    // Whether a state of a batch follows the one before it.
    private static bool Chains(AgentState before, AgentState state) =>
        state.Parents.Count > 0 && state.Parents[0] == before.Id
        && state.Agent == before.Agent && state.Branch == before.Branch && state.Version == before.Version + 1;

    // Of two states in one batch that want the same place, or carry the same operation id, the second waits for the next round and is
    // judged by what the first has become; so does what follows it.
    private static List<int> WithoutCollisions(IReadOnlyList<AgentState> batch, List<int> open)
    {
        var round = new List<int>(open.Count);
        HashSet<string>? operations = null;
        HashSet<StateId>? waiting = null;
        for (var i = 0; i < open.Count; i++)
        {
            var state = batch[open[i]];
            var sameLine = round.Count > 0 && batch[round[^1]] is var before && before.Agent == state.Agent && before.Branch == state.Branch;
            if (!sameLine) operations = null;
            if (sameLine && batch[round[^1]].Version >= state.Version
                || waiting is not null && state.Parents.Any(waiting.Contains)
                || state.OperationId is not null && !(operations ??= []).Add(state.OperationId))
            {
                (waiting ??= []).Add(state.Id);
                continue;
            }
            round.Add(open[i]);
        }
        return round;
    }

    private async Task<bool> TryInsertAsync(AgentState[] states, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await WriteAsync(async connection =>
                {
                    if (states is [var lone] && IsPlain(lone)) return await InsertOneAsync(connection, lone, cancellationToken);
                    await using var batch = new NpgsqlBatch(connection);
                    AddMains(batch, states);
                    batch.BatchCommands.Add(StatesCommand(states));
                    AddLinks(batch, states);
                    AddBlobs(batch, states);
                    await batch.ExecuteNonQueryAsync(cancellationToken);
                    return true;
                }, cancellationToken);
            }
            catch (StoreException e) when (e.InnerException is PostgresException refused && PostgresErrors.IsRefusedRow(refused))
            {
                return false;
            }
            catch (StoreException e) when (PostgresErrors.IsUndone(e.InnerException!))
            {
            }
        }
    }

    private static NpgsqlBatchCommand StatesCommand(AgentState[] states)
    {
        var n = states.Length;
        var (ids, versions, parents, chained, merges) = (new Guid[n], new long[n], new Guid?[n], new bool[n], new Guid?[n]);
        var (occurred, recorded, sources, kinds) = (new DateTime[n], new DateTime[n], new short[n], new short[n]);
        var (agents, branches, types, operations) = (new string[n], new string[n], new string[n], new string?[n]);
        var (digests, payloadDigests, contexts, payloads) = (new byte[n][], new byte[n][], new byte[]?[n], new byte[]?[n]);
        for (var i = 0; i < n; i++)
        {
            var state = states[i];
            ids[i] = state.Id.Value;
            versions[i] = state.Version;
            parents[i] = state.Parents.Count > 0 ? state.Parents[0].Value : null;
            chained[i] = i > 0 && Chains(states[i - 1], state);
            merges[i] = state.Parents.Count > 1 ? state.Parents[1].Value : null;
            occurred[i] = state.OccurredAt.UtcDateTime;
            recorded[i] = state.RecordedAt.UtcDateTime;
            sources[i] = (short)state.Source;
            kinds[i] = (short)StateRow.KindOf(state);
            agents[i] = state.Agent;
            branches[i] = state.Branch;
            types[i] = state.Type;
            operations[i] = state.OperationId;
            digests[i] = state.Digest.ToArray();
            payloadDigests[i] = state.PayloadDigest.ToArray();
            contexts[i] = StateRow.WriteContext(state.Context);
            payloads[i] = kinds[i] == (short)PayloadKind.Inline ? state.Payload!.Utf8.ToArray() : null;
        }
        return new NpgsqlBatchCommand(InsertStates)
        {
            Parameters =
            {
                Array(ids, NpgsqlDbType.Uuid), Array(versions, NpgsqlDbType.Bigint), Array(parents, NpgsqlDbType.Uuid),
                Array(chained, NpgsqlDbType.Boolean), Array(merges, NpgsqlDbType.Uuid), Array(occurred, NpgsqlDbType.TimestampTz),
                Array(recorded, NpgsqlDbType.TimestampTz), Array(sources, NpgsqlDbType.Smallint), Array(kinds, NpgsqlDbType.Smallint),
                Array(agents, NpgsqlDbType.Text), Array(branches, NpgsqlDbType.Text), Array(types, NpgsqlDbType.Text),
                Array(operations, NpgsqlDbType.Text), Array(digests, NpgsqlDbType.Bytea), Array(payloadDigests, NpgsqlDbType.Bytea),
                Array(contexts, NpgsqlDbType.Text), Array(payloads, NpgsqlDbType.Text),
            },
        };
    }

    private static void AddMains(NpgsqlBatch batch, AgentState[] states)
    {
        var first = states.Where(s => s is { Version: 1, Branch: BranchNames.Main }).ToArray();
        if (first.Length == 0) return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertMains)
        {
            Parameters =
            {
                Array(first.Select(s => s.Agent).ToArray(), NpgsqlDbType.Text),
                Array(first.Select(s => s.Branch).ToArray(), NpgsqlDbType.Text),
                Array(first.Select(s => s.RecordedAt.UtcDateTime).ToArray(), NpgsqlDbType.TimestampTz),
            },
        });
    }

    private static void AddLinks(NpgsqlBatch batch, AgentState[] states)
    {
        if (!states.Any(HasLinks)) return;
        var links = states.SelectMany(s => s.Context.Causes.Where(c => c.State is not null).Select((c, i) => (Effect: s.Id, Ordinal: i, Cause: c))).ToArray();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertLinks)
        {
            Parameters =
            {
                Array(links.Select(l => l.Effect.Value).ToArray(), NpgsqlDbType.Uuid),
                Array(links.Select(l => (short)l.Ordinal).ToArray(), NpgsqlDbType.Smallint),
                Array(links.Select(l => l.Cause.State!.Value.Value).ToArray(), NpgsqlDbType.Uuid),
                Array(links.Select(l => (short)l.Cause.Relation).ToArray(), NpgsqlDbType.Smallint),
                Array(links.Select(l => l.Cause.Confidence).ToArray(), NpgsqlDbType.Double),
            },
        });
    }

    private static bool HasLinks(AgentState state)
    {
        for (var i = 0; i < state.Context.Causes.Count; i++)
        {
            if (state.Context.Causes[i].State is not null) return true;
        }
        return false;
    }

    // After the states, whose table an erasure locks: a blob that an erasure removes is then always seen as missing here.
    private static void AddBlobs(NpgsqlBatch batch, AgentState[] states)
    {
        var large = states.Where(s => StateRow.KindOf(s) == PayloadKind.Blob).DistinctBy(s => s.PayloadDigest)
            .OrderBy(s => s.PayloadDigest.ToString(), StringComparer.Ordinal).ToArray();
        if (large.Length == 0) return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertBlobs)
        {
            Parameters =
            {
                Array(large.Select(s => s.PayloadDigest.ToArray()).ToArray(), NpgsqlDbType.Bytea),
                Array(large.Select(s => s.Payload!.Utf8).ToArray(), NpgsqlDbType.Bytea),
            },
        });
    }

    private async Task<Dictionary<int, AppendResult>> FindRefusedAsync(AgentState[] states, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<int, AppendResult>();
        var seen = (await ReadStatesAsync([.. states.Select(s => s.Id)], cancellationToken)).ToDictionary(s => s.Id);
        foreach (var operation in await ReadOperationsAsync(states, cancellationToken)) seen[operation.Key] = operation.Value;
        var unknown = await ReadUnknownAsync(states, cancellationToken);
        var heads = await ReadHeadsAsync(states, cancellationToken);
        for (var i = 0; i < states.Length; i++)
        {
            var state = states[i];
            if (seen.TryGetValue(state.Id, out var first))
            {
                refused[i] = new AppendResult(AppendOutcome.Duplicate, first);
            }
            else if (state.Context.Causes.FirstOrDefault(c => c.State is { } id && unknown.Contains(id)) is { } cause)
            {
                refused[i] = new AppendResult(AppendOutcome.UnknownLink, Unknown: cause.State);
            }
            else if (!Follows(state, i, states, heads[i], refused))
            {
                refused[i] = new AppendResult(AppendOutcome.Conflict);
            }
        }
        return refused;
    }

    private static bool Follows(
        AgentState state, int i, AgentState[] states, (Guid Id, long Version)? head, Dictionary<int, AppendResult> refused)
    {
        if (i > 0 && Chains(states[i - 1], state) && !refused.ContainsKey(i - 1)) return true;
        return state.Parents.Count == 0
            ? head is null && state.Version == 1 && state.Branch == BranchNames.Main
            : head == (state.Parents[0].Value, state.Version - 1);
    }

    private Task<Dictionary<StateId, AgentState>> ReadOperationsAsync(AgentState[] states, CancellationToken cancellationToken)
    {
        var named = states.Where(s => s.OperationId is not null).ToArray();
        if (named.Length == 0) return Task.FromResult(new Dictionary<StateId, AgentState>());
        return ReadAsync(async connection =>
        {
            await using var command = new NpgsqlCommand($"""
                SELECT {StateColumns}, k.id FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[]) AS k(agent, branch, operation_id, id)
                  JOIN aura.branches b ON b.agent = k.agent AND b.name = k.branch
                  JOIN aura.states s ON s.line = b.line AND s.operation_id = k.operation_id
                """, connection)
            {
                Parameters =
                {
                    Array(named.Select(s => s.Agent).ToArray(), NpgsqlDbType.Text),
                    Array(named.Select(s => s.Branch).ToArray(), NpgsqlDbType.Text),
                    Array(named.Select(s => s.OperationId).ToArray(), NpgsqlDbType.Text),
                    Array(named.Select(s => s.Id.Value).ToArray(), NpgsqlDbType.Uuid),
                },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var found = new Dictionary<StateId, AgentState>();
            while (await reader.ReadAsync(cancellationToken)) found[new StateId(reader.GetGuid(StateColumnCount))] = ReadState(reader);
            return found;
        }, cancellationToken);
    }

    private Task<HashSet<StateId>> ReadUnknownAsync(AgentState[] states, CancellationToken cancellationToken)
    {
        // A link to a neighbour holds if the neighbour is stored, which the next round shows.
        var linked = states.SelectMany(s => s.Context.Causes).Where(c => c.State is not null).Select(c => c.State!.Value.Value)
            .Except(states.Select(s => s.Id.Value)).ToArray();
        if (linked.Length == 0) return Task.FromResult(new HashSet<StateId>());
        return ReadAsync(async connection =>
        {
            await using var command = new NpgsqlCommand(
                "SELECT c FROM unnest($1::uuid[]) AS c WHERE NOT EXISTS (SELECT FROM aura.states s WHERE s.id = c)", connection)
            {
                Parameters = { Array(linked, NpgsqlDbType.Uuid) },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var unknown = new HashSet<StateId>();
            while (await reader.ReadAsync(cancellationToken)) unknown.Add(new StateId(reader.GetGuid(0)));
            return unknown;
        }, cancellationToken);
    }

    // The last state of each state's line: its own branch's, else the one it was forked at.
    private Task<(Guid Id, long Version)?[]> ReadHeadsAsync(AgentState[] states, CancellationToken cancellationToken) => ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("""
            SELECT coalesce(h.id, b.fork_state), coalesce(h.version, b.fork_version)
              FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS l(agent, branch, ordinal)
              LEFT JOIN aura.branches b ON b.agent = l.agent AND b.name = l.branch
              LEFT JOIN LATERAL (SELECT s.id, s.version FROM aura.states s WHERE s.line = b.line ORDER BY s.version DESC LIMIT 1) h ON true
             ORDER BY l.ordinal
            """, connection)
        {
            Parameters =
            {
                Array(states.Select(s => s.Agent).ToArray(), NpgsqlDbType.Text),
                Array(states.Select(s => s.Branch).ToArray(), NpgsqlDbType.Text),
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heads = new (Guid, long)?[states.Length];
        for (var i = 0; await reader.ReadAsync(cancellationToken); i++) heads[i] = reader.IsDBNull(0) ? null : (reader.GetGuid(0), reader.GetInt64(1));
        return heads;
    }, cancellationToken);
}
