using System.Collections.Concurrent;
using Aura.Engine;
using Npgsql;
using NpgsqlTypes;

namespace Aura.Storage;

// Large batches go by COPY, which costs the server half of what rows in a statement do. COPY cannot look anything up, so the numbers of the
// lines are known beforehand and what the rows follow is checked before the commit, which a failed check prevents. It is only the fast way:
// whatever goes wrong, the transaction is undone and the batch is inserted the thorough way.
public sealed partial class PostgresCausalStore
{
    private const int SmallestCopy = 48;
    private const int MostKnownLines = 1_000_000;

    private const string CopyStates = """
        COPY aura.states (line, version, id, parent, merge_parent, occurred_at, recorded_at, source, payload_kind, type, operation_id, digest,
                          payload_digest, context, payload) FROM STDIN (FORMAT BINARY)
        """;

    // Divides by zero, which aborts the transaction, unless every state follows the one before it or the fork point of its line.
    private const string CheckPredecessors = """
        SELECT 1 / (count(*) = $4)::integer
          FROM unnest($1::bigint[], $2::bigint[], $3::uuid[]) AS a(line, version, parent)
         WHERE CASE WHEN EXISTS (SELECT FROM aura.states p WHERE p.line = a.line AND p.version = a.version - 1 AND p.id = a.parent) THEN true
                    ELSE EXISTS (SELECT FROM aura.branches b
                                  WHERE b.line = a.line AND b.fork_version = a.version - 1 AND b.fork_state IS NOT DISTINCT FROM a.parent)
               END
        """;

    private const string ReadLineNumbers = """
        SELECT b.agent, b.name, b.line FROM unnest($1::text[], $2::text[]) AS k(agent, branch)
          JOIN aura.branches b ON b.agent = k.agent AND b.name = k.branch
        """;

    private readonly ConcurrentDictionary<LineKey, long> _lines = [];

    private async Task<bool> TryCopyAsync(AgentState[] states, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var lines = await FindLinesAsync(connection, states, cancellationToken);
                if (lines is null) return false;
                await CopyAsync(connection, states, lines, cancellationToken);
                await using var batch = new NpgsqlBatch(connection, transaction);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(CheckPredecessors)
                {
                    Parameters =
                    {
                        Array(lines, NpgsqlDbType.Bigint),
                        Array(System.Array.ConvertAll(states, s => s.Version), NpgsqlDbType.Bigint),
                        Array(System.Array.ConvertAll(states, s => s.Parents.Count > 0 ? s.Parents[0].Value : (Guid?)null), NpgsqlDbType.Uuid),
                        new NpgsqlParameter<long> { TypedValue = states.Length },
                    },
                });
                AddLinks(batch, states);
                AddBlobs(batch, states);
                batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
                await batch.ExecuteNonQueryAsync(cancellationToken);
                return true;
            }, cancellationToken);
        }
        catch (StoreException e) when (e.InnerException is PostgresException refused
            && (PostgresErrors.IsRefusedRow(refused) || PostgresErrors.IsUndone(refused) || refused.SqlState == PostgresErrorCodes.DivisionByZero))
        {
            foreach (var state in states) _lines.TryRemove(new LineKey(state.Agent, state.Branch), out _);
            return false;
        }
    }

    // The numbers of the states' lines, making those of new agents; null if a branch does not exist.
    private async Task<long[]?> FindLinesAsync(NpgsqlConnection connection, AgentState[] states, CancellationToken cancellationToken)
    {
        var unknown = states.Select(s => new LineKey(s.Agent, s.Branch)).Where(k => !_lines.ContainsKey(k)).Distinct().ToArray();
        if (unknown.Length > 0)
        {
            await using var batch = new NpgsqlBatch(connection);
            AddMains(batch, states);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(ReadLineNumbers)
            {
                Parameters =
                {
                    Array(System.Array.ConvertAll(unknown, k => k.Agent), NpgsqlDbType.Text),
                    Array(System.Array.ConvertAll(unknown, k => k.Branch), NpgsqlDbType.Text),
                },
            });
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            if (_lines.Count > MostKnownLines) _lines.Clear();
            do
            {
                while (await reader.ReadAsync(cancellationToken)) _lines[new LineKey(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
            }
            while (await reader.NextResultAsync(cancellationToken));
        }
        var lines = new long[states.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            if (!_lines.TryGetValue(new LineKey(states[i].Agent, states[i].Branch), out lines[i])) return null;
        }
        return lines;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, AgentState[] states, long[] lines, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(CopyStates, cancellationToken);
        for (var i = 0; i < states.Length; i++)
        {
            var state = states[i];
            var kind = StateRow.KindOf(state);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(lines[i], NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(state.Version, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(state.Id.Value, NpgsqlDbType.Uuid, cancellationToken);
            await WriteAsync(state.Parents.Count > 0 ? state.Parents[0] : null);
            await WriteAsync(state.Parents.Count > 1 ? state.Parents[1] : null);
            await copy.WriteAsync(state.OccurredAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(state.RecordedAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync((short)state.Source, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync((short)kind, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(state.Type, NpgsqlDbType.Text, cancellationToken);
            await (state.OperationId is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(state.OperationId, NpgsqlDbType.Text, cancellationToken));
            await copy.WriteAsync(state.Digest.ToArray(), NpgsqlDbType.Bytea, cancellationToken);
            await copy.WriteAsync(state.PayloadDigest.ToArray(), NpgsqlDbType.Bytea, cancellationToken);
            await WriteTextAsync(StateRow.WriteContext(state.Context));
            await WriteTextAsync(kind == PayloadKind.Inline ? state.Payload!.Utf8.ToArray() : null);
        }
        await copy.CompleteAsync(cancellationToken);

        Task WriteAsync(StateId? id) => id is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(id.Value.Value, NpgsqlDbType.Uuid, cancellationToken);

        Task WriteTextAsync(byte[]? utf8) => utf8 is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(utf8, NpgsqlDbType.Text, cancellationToken);
    }
}
