using Aura.Engine;
using Npgsql;
using NpgsqlTypes;
using static Aura.Storage.PostgresParameters;

namespace Aura.Storage;

// The sessions that write keep the plans that they made while a fabric was small. So that none of them ever goes through a whole fabric, rows are
// looked up one by one in a subselect, which can only use their key, and joined by their place in the table.
internal sealed partial class PostgresMemoryStore
{
    // What one statement carries: interpretations can be large, and so are changes of whole fabrics.
    private const int UpdatesAtOnce = 500;

    // Whoever writes to a fabric's memories holds its row, so that writers never wait for each other twice.
    private const string LockFabric = "SELECT fabric, revision, last_ordinal FROM aura.fabrics WHERE name = $1 FOR UPDATE";

    private const string MemoryPlace = "(SELECT k.ctid FROM aura.memories k WHERE k.fabric = $1 AND k.id = u.id)";

    private const string ContentsPlace = """
        (SELECT c.ctid FROM aura.memory_contents c
          WHERE c.fabric = $1 AND c.ordinal = (SELECT k.ordinal FROM aura.memories k WHERE k.fabric = $1 AND k.id = u.id))
        """;

    private const string FindTaken = $"SELECT u.id FROM unnest($2::text[]) AS u(id) WHERE {MemoryPlace} IS NOT NULL";

    private const string UpdateUses = $"""
        UPDATE aura.memories m
           SET first_use = n.first_use, last_use = n.last_use, second_use = n.second_use, third_use = n.third_use, uses = n.uses
          FROM (SELECT u.*, {MemoryPlace} AS place
                  FROM unnest($2::text[], $3::double precision[], $4::double precision[], $5::double precision[], $6::double precision[], $7::bigint[])
                       AS u(id, first_use, last_use, second_use, third_use, uses)
                OFFSET 0) n
         WHERE m.ctid = n.place AND m.uses <= n.uses
        """;

    private const string UpdateMemories = $"""
        UPDATE aura.memories m
           SET first_use = n.first_use, last_use = n.last_use, second_use = n.second_use, third_use = n.third_use, uses = n.uses,
               revision = $8, tier = n.tier, archived = n.archived, consolidated_into = n.consolidated_into
          FROM (SELECT u.*, {MemoryPlace} AS place
                  FROM unnest($2::text[], $3::double precision[], $4::double precision[], $5::double precision[], $6::double precision[], $7::bigint[],
                              $9::smallint[], $10::boolean[], $11::text[])
                       AS u(id, first_use, last_use, second_use, third_use, uses, tier, archived, consolidated_into)
                OFFSET 0) n
         WHERE m.ctid = n.place
        """;

    private const string UpdateContents = $"""
        UPDATE aura.memory_contents c
           SET interpretations = coalesce(n.interpretations, c.interpretations), vectors = coalesce(n.vectors, c.vectors),
               sources = coalesce(n.sources, c.sources)
          FROM (SELECT u.*, {ContentsPlace} AS place
                  FROM unnest($2::text[], $3::text[], $4::bytea[], $5::text[]) AS u(id, interpretations, vectors, sources)
                OFFSET 0) n
         WHERE c.ctid = n.place
        """;

    private const string EraseContents = $"""
        DELETE FROM aura.memory_contents WHERE ctid = ANY (ARRAY(SELECT {ContentsPlace} FROM unnest($2::text[]) AS u(id)))
        """;

    private const string EraseMemories = $"""
        WITH erased AS (
            DELETE FROM aura.memories WHERE ctid = ANY (ARRAY(SELECT {MemoryPlace} FROM unnest($2::text[]) AS u(id))) RETURNING id)
        INSERT INTO aura.memory_erasures (fabric, revision, id, erased_at) SELECT $1, $3, e.id, $4 FROM erased e
        """;

    private const string CopyMemories = """
        COPY aura.memories (fabric, ordinal, revision, id, tier, archived, consolidated_into, first_use, last_use, second_use, third_use, uses)
        FROM STDIN (FORMAT BINARY)
        """;

    private const string CopyContents = """
        COPY aura.memory_contents (fabric, ordinal, agent, state, occurred_at, recorded_at, labels, sources, interpretations, content, vectors)
        FROM STDIN (FORMAT BINARY)
        """;

    /// <inheritdoc/>
    public async ValueTask<MemoryCommit> CommitAsync(MemoryChange change, CancellationToken cancellationToken) => await store.WriteAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (fabric, revision, last) = await LockAsync(connection, change.Fabric, cancellationToken) ?? throw MemoryRow.NoFabric(change.Fabric);
        if (revision != change.Revision) return new MemoryCommit(false, revision, last, []);
        var taken = await ReadTakenAsync(connection, fabric, change.Added, cancellationToken);
        if (taken.Count > 0) return new MemoryCommit(false, revision, last, taken);

        revision++;
        foreach (var updates in change.Changed.Chunk(UpdatesAtOnce)) await UpdateAsync(connection, fabric, revision, updates, cancellationToken);
        if (change.Erased.Count > 0)
        {
            var ids = change.Erased.ToArray();
            await ExecuteAsync(
                connection, [Command(EraseContents, fabric, ids), Command(EraseMemories, fabric, ids, revision, change.At.UtcDateTime)], cancellationToken);
        }
        if (change.Added is { Count: > 0 } added)
        {
            await store.CopyAsync(
                connection, CopyMemories, added.Count, (copy, i) => WriteMemory(copy, fabric, last + i + 1, revision, added[i]), cancellationToken);
            await store.CopyAsync(connection, CopyContents, added.Count, (copy, i) => WriteContents(copy, fabric, last + i + 1, added[i]), cancellationToken);
        }
        last += change.Added.Count;
        await ExecuteAsync(connection,
        [
            new NpgsqlBatchCommand("UPDATE aura.fabrics SET revision = $2, last_ordinal = $3, examined = coalesce($4, examined) WHERE fabric = $1")
            {
                Parameters =
                {
                    Value(fabric, NpgsqlDbType.Bigint), Value(revision, NpgsqlDbType.Bigint), Value(last, NpgsqlDbType.Bigint),
                    Value(change.Examined, NpgsqlDbType.Bigint),
                },
            },
            new NpgsqlBatchCommand("COMMIT"),
        ], cancellationToken);
        return new MemoryCommit(true, revision, last, []);
    }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WriteUsesAsync(string fabric, IReadOnlyList<MemoryUse> uses, CancellationToken cancellationToken) =>
        await store.WriteAsync(async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (await LockAsync(connection, fabric, cancellationToken) is not { } locked) return false;
            var update = UsesCommand(UpdateUses, locked.Fabric, [.. uses.Select(u => u.Id)], [.. uses.Select(u => u.Uses)]);
            await ExecuteAsync(connection, [update, new NpgsqlBatchCommand("COMMIT")], cancellationToken);
            return true;
        }, cancellationToken);

    private static async Task<(long Fabric, long Revision, long LastOrdinal)?> LockAsync(
        NpgsqlConnection connection, string fabric, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LockFabric, connection) { Parameters = { Value(fabric, NpgsqlDbType.Text) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : null;
    }

    private static async Task<List<string>> ReadTakenAsync(
        NpgsqlConnection connection, long fabric, IReadOnlyList<MemoryRecord> added, CancellationToken cancellationToken)
    {
        if (added.Count == 0) return [];
        await using var command = new NpgsqlCommand(FindTaken, connection)
        {
            Parameters = { Value(fabric, NpgsqlDbType.Bigint), Array(added.Select(m => m.Id).ToArray(), NpgsqlDbType.Text) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taken = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) taken.Add(reader.GetString(0));
        return taken;
    }

    private static async Task UpdateAsync(
        NpgsqlConnection connection, long fabric, long revision, MemoryUpdate[] updates, CancellationToken cancellationToken)
    {
        var memories = UsesCommand(
            UpdateMemories, fabric, System.Array.ConvertAll(updates, u => u.Id), System.Array.ConvertAll(updates, u => u.Uses));
        memories.Parameters.Add(Value(revision, NpgsqlDbType.Bigint));
        memories.Parameters.Add(Array(System.Array.ConvertAll(updates, u => (short)u.Tier), NpgsqlDbType.Smallint));
        memories.Parameters.Add(Array(System.Array.ConvertAll(updates, u => u.Archived), NpgsqlDbType.Boolean));
        memories.Parameters.Add(Array(System.Array.ConvertAll(updates, u => u.ConsolidatedInto), NpgsqlDbType.Text));
        var deep = updates.Where(u => u.Vectors is not null || u.Sources is not null).ToArray();
        await ExecuteAsync(connection, deep.Length == 0 ? [memories] : [memories, ContentsCommand(fabric, deep)], cancellationToken);
    }

    private static NpgsqlBatchCommand UsesCommand(string sql, long fabric, string[] ids, RowUses[] uses) => new(sql)
    {
        Parameters =
        {
            Value(fabric, NpgsqlDbType.Bigint), Array(ids, NpgsqlDbType.Text),
            Array(System.Array.ConvertAll(uses, u => u.First), NpgsqlDbType.Double),
            Array(System.Array.ConvertAll(uses, u => u.Last), NpgsqlDbType.Double),
            Array(System.Array.ConvertAll(uses, u => NumberOrNull(u.Second)), NpgsqlDbType.Double),
            Array(System.Array.ConvertAll(uses, u => NumberOrNull(u.Third)), NpgsqlDbType.Double),
            Array(System.Array.ConvertAll(uses, u => u.Count), NpgsqlDbType.Bigint),
        },
    };

    private static NpgsqlBatchCommand ContentsCommand(long fabric, MemoryUpdate[] updates) => new(UpdateContents)
    {
        Parameters =
        {
            Value(fabric, NpgsqlDbType.Bigint), Array(System.Array.ConvertAll(updates, u => u.Id), NpgsqlDbType.Text),
            Array(System.Array.ConvertAll(updates, u => u.Interpretations is { } i ? MemoryRow.WriteInterpretations(i) : null), NpgsqlDbType.Text),
            Array(System.Array.ConvertAll(updates, u => u.Vectors is { } v ? MemoryRow.WriteVectors(v) : null), NpgsqlDbType.Bytea),
            Array(System.Array.ConvertAll(updates, u => u.Sources is { } s ? MemoryRow.WriteTexts(s) : null), NpgsqlDbType.Text),
        },
    };

    private static void WriteMemory(BinaryCopy copy, long fabric, long ordinal, long revision, MemoryRecord memory)
    {
        copy.StartRow(12);
        copy.Write(fabric);
        copy.Write(ordinal);
        copy.Write(revision);
        copy.Write(memory.Id);
        copy.Write((short)memory.Tier);
        copy.Write(memory.Archived);
        copy.Write(memory.ConsolidatedInto);
        copy.Write(memory.Uses.First);
        copy.Write(memory.Uses.Last);
        copy.Write(memory.Uses.Second);
        copy.Write(memory.Uses.Third);
        copy.Write(memory.Uses.Count);
    }

    private static void WriteContents(BinaryCopy copy, long fabric, long ordinal, MemoryRecord memory)
    {
        copy.StartRow(11);
        copy.Write(fabric);
        copy.Write(ordinal);
        copy.Write(memory.Agent);
        copy.Write(memory.State);
        copy.Write(memory.OccurredAt);
        copy.Write(memory.RecordedAt);
        copy.Write(MemoryRow.WriteTexts(memory.Labels));
        copy.Write(MemoryRow.WriteTexts(memory.Sources));
        copy.Write(MemoryRow.WriteInterpretations(memory.Interpretations));
        copy.Write(memory.Content.Utf8.Span);
        copy.Write(MemoryRow.WriteVectors(memory));
    }

    private static double? NumberOrNull(double value) => double.IsNaN(value) ? null : value;

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlBatchCommand[] commands, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
