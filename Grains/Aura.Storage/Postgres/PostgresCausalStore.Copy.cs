using System.Buffers;
using System.Collections.Concurrent;
using Aura.Engine;
using Npgsql;
using NpgsqlTypes;
using static Aura.Storage.PostgresParameters;

namespace Aura.Storage;

// Large batches go by COPY, which costs the server half of what rows in a statement do. COPY cannot look anything up, so the numbers of the
// lines are known beforehand, and what the rows follow is checked before the commit, which a failed check prevents. A row that follows what
// this store itself has put there needs no check as long as nobody has erased anything: only an erasure, or a server that was set back to
// an earlier day and so was started anew, takes states away. All this is only the fast way: whatever goes wrong, the transaction is undone
// and the batch is inserted the thorough way.
public sealed partial class PostgresCausalStore
{
    private const int SmallestCopy = 48;
    private const int MostKnownLines = 1_000_000;
    private const int MostKeptBytes = 1 << 20;

    private const string CopyStates = """
        COPY aura.states (line, version, id, parent, merge_parent, occurred_at, recorded_at, source, payload_kind, type, operation_id, digest,
                          payload_digest, context, payload) FROM STDIN (FORMAT BINARY)
        """;

    // Divides by zero, which aborts the transaction, unless every state follows the one before it or the fork point of its line.
    private const string CheckPredecessors = """
        SELECT 1 / (count(*) = $4 AND (SELECT coalesce(max(e.id), 0) FROM aura.erasures e) = $5)::integer
          FROM unnest($1::bigint[], $2::bigint[], $3::uuid[]) AS a(line, version, parent)
         WHERE CASE WHEN EXISTS (SELECT FROM aura.states p WHERE p.line = a.line AND p.version = a.version - 1 AND p.id = a.parent) THEN true
                    ELSE EXISTS (SELECT FROM aura.branches b
                                  WHERE b.line = a.line AND b.fork_version = a.version - 1 AND b.fork_state IS NOT DISTINCT FROM a.parent)
               END
        """;

    // All that is left to check where every predecessor is known.
    private const string CheckErasures = "SELECT 1 / ((SELECT coalesce(max(e.id), 0) FROM aura.erasures e) = $1)::integer";

    private const string ReadLineNumbers = """
        SELECT b.agent, b.name, b.line FROM unnest($1::text[], $2::text[]) AS k(agent, branch)
          JOIN aura.branches b ON b.agent = k.agent AND b.name = k.branch
        """;

    private readonly ConcurrentDictionary<LineKey, KnownLine> _lines = [];
    // Kept from batch to batch: so large an array, made anew for each, would have the whole heap collected every few batches.
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _copyBuffers = [];
    private long _lastErasure;
    private DateTime _serverStart;

    // A line's number, and what this store last put on it, if anything.
    private sealed class KnownLine(long number)
    {
        private volatile LineEnd? _end;

        public long Number => number;

        public LineEnd? End
        {
            get => _end;
            set => _end = value;
        }
    }

    // The last state of a line, and the last erasure before it was put there.
    private sealed record LineEnd(StateId Head, long Version, long Erasure)
    {
        public bool IsFollowedBy(AgentState state, long erasure) =>
            state.Parents.Count > 0 && Head == state.Parents[0] && Version == state.Version - 1 && Erasure == erasure;
    }

    private async Task<bool> TryCopyAsync(AgentState[] states, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var lines = await FindLinesAsync(connection, states, cancellationToken);
                if (lines is null) return false;
                await CopyAsync(connection, CopyStates, states.Length, (copy, i) => WriteRow(copy, states[i], lines[i].Number), cancellationToken);
                await using var batch = new NpgsqlBatch(connection, transaction);
                var erasure = Volatile.Read(ref _lastErasure);
                batch.BatchCommands.Add(CheckCommand(states, lines, erasure));
                AddLinks(batch, states);
                AddBlobs(batch, states);
                batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
                await batch.ExecuteNonQueryAsync(cancellationToken);
                for (var i = 0; i < states.Length; i++) lines[i].End = new LineEnd(states[i].Id, states[i].Version, erasure);
                return true;
            }, cancellationToken);
        }
        catch (StoreException e) when (e.InnerException is PostgresException refused
            && (PostgresErrors.IsRefusedRow(refused) || PostgresErrors.IsUndone(refused) || refused.SqlState == PostgresErrorCodes.DivisionByZero))
        {
            if (refused.SqlState == PostgresErrorCodes.DivisionByZero) _lines.Clear();
            foreach (var state in states) _lines.TryRemove(KeyOf(state), out _);
            return false;
        }
    }

    private static NpgsqlBatchCommand CheckCommand(AgentState[] states, KnownLine[] lines, long erasure)
    {
        var open = Enumerable.Range(0, states.Length)
            .Where(i => !(i > 0 && Chains(states[i - 1], states[i])) && lines[i].End?.IsFollowedBy(states[i], erasure) != true).ToArray();
        if (open.Length == 0) return new NpgsqlBatchCommand(CheckErasures) { Parameters = { new NpgsqlParameter<long> { TypedValue = erasure } } };
        return new NpgsqlBatchCommand(CheckPredecessors)
        {
            Parameters =
            {
                Array(System.Array.ConvertAll(open, i => lines[i].Number), NpgsqlDbType.Bigint),
                Array(System.Array.ConvertAll(open, i => states[i].Version), NpgsqlDbType.Bigint),
                Array(System.Array.ConvertAll(open, i => states[i].Parents.Count > 0 ? states[i].Parents[0].Value : (Guid?)null), NpgsqlDbType.Uuid),
                new NpgsqlParameter<long> { TypedValue = open.Length },
                new NpgsqlParameter<long> { TypedValue = erasure },
            },
        };
    }

    private void ForgetLinesIfRestarted(DateTime serverStart)
    {
        if (_serverStart == serverStart) return;
        _serverStart = serverStart;
        _lines.Clear();
    }

    // The states' lines, making those of new agents; null if a branch does not exist.
    private async Task<KnownLine[]?> FindLinesAsync(NpgsqlConnection connection, AgentState[] states, CancellationToken cancellationToken)
    {
        if (FindLines(states) is { } known) return known;
        var unknown = states.Select(KeyOf).Where(k => !_lines.ContainsKey(k)).Distinct().ToArray();
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
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT coalesce(max(e.id), 0) FROM aura.erasures e"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var found = new List<(LineKey Key, long Number)>();
        while (await reader.ReadAsync(cancellationToken)) found.Add((new LineKey(reader.GetString(0), reader.GetString(1)), reader.GetInt64(2)));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (Interlocked.Exchange(ref _lastErasure, reader.GetInt64(0)) != reader.GetInt64(0) || _lines.Count > MostKnownLines) _lines.Clear();
        foreach (var (key, number) in found) _lines[key] = new KnownLine(number);
        return FindLines(states);
    }

    private KnownLine[]? FindLines(AgentState[] states)
    {
        var lines = new KnownLine[states.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0 && Chains(states[i - 1], states[i])) lines[i] = lines[i - 1];
            else if (!_lines.TryGetValue(KeyOf(states[i]), out lines[i]!)) return null;
        }
        return lines;
    }

    private static LineKey KeyOf(AgentState state) => new(state.Agent, state.Branch);

    internal async Task CopyAsync(
        NpgsqlConnection connection, string command, int rows, Action<BinaryCopy, int> writeRow, CancellationToken cancellationToken)
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync(command, cancellationToken);
        if (!_copyBuffers.TryTake(out var buffer)) buffer = new ArrayBufferWriter<byte>(BinaryCopy.FlushAt + (64 << 10));
        var copy = new BinaryCopy(stream, buffer);
        copy.Begin();
        for (var i = 0; i < rows; i++)
        {
            writeRow(copy, i);
            await copy.FlushIfFullAsync(cancellationToken);
        }
        await copy.EndAsync(cancellationToken);
        if (buffer.Capacity <= MostKeptBytes) _copyBuffers.Add(buffer);
    }

    private static void WriteRow(BinaryCopy copy, AgentState state, long line)
    {
        var kind = StateRow.KindOf(state);
        copy.StartRow(15);
        copy.Write(line);
        copy.Write(state.Version);
        copy.Write(state.Id);
        copy.Write(state.Parents.Count > 0 ? state.Parents[0] : null);
        copy.Write(state.Parents.Count > 1 ? state.Parents[1] : null);
        copy.Write(state.OccurredAt);
        copy.Write(state.RecordedAt);
        copy.Write((short)state.Source);
        copy.Write((short)kind);
        copy.Write(state.Type);
        copy.Write(state.OperationId);
        copy.Write(state.Digest);
        copy.Write(state.PayloadDigest);
        if (StateRow.WriteContext(state.Context) is { } context) copy.Write(context);
        else copy.WriteNull();
        if (kind == PayloadKind.Inline) copy.Write(state.Payload!.Utf8.Span);
        else copy.WriteNull();
    }
}
