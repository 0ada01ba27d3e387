using Aura.Engine;
using Npgsql;
using NpgsqlTypes;
using static Aura.Storage.PostgresColumns;
using static Aura.Storage.PostgresParameters;

namespace Aura.Storage;

/// <summary>Fabrics and memories in the database of a causal store, over its connections.</summary>
internal sealed partial class PostgresMemoryStore(PostgresCausalStore store) : IMemoryStore
{
    private const string FabricColumns = "name, embedding, settings, created_at, revision, examined";

    private const string NumberOf = "(SELECT f.fabric FROM aura.fabrics f WHERE f.name = $1)";

    private const string MemoryColumns = """
        m.id, m.ordinal, m.tier, m.archived, m.consolidated_into, m.first_use, m.last_use, m.second_use, m.third_use, m.uses,
        c.agent, c.state, c.occurred_at, c.recorded_at, c.labels, c.sources, c.interpretations, c.content, c.vectors
        """;

    // OFFSET leaves the planner no other way than by key: it could only be worse, as it may be where nobody has counted a fabric's rows yet.
    private const string WithContents =
        "CROSS JOIN LATERAL (SELECT * FROM aura.memory_contents o WHERE o.fabric = m.fabric AND o.ordinal = m.ordinal OFFSET 0) c";

    /// <inheritdoc/>
    public async ValueTask<FabricRecord> CreateFabricAsync(FabricInfo fabric, CancellationToken cancellationToken)
    {
        await store.WriteAsync(async connection =>
        {
            await using var command = new NpgsqlCommand(
                "INSERT INTO aura.fabrics (name, embedding, settings, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", connection)
            {
                Parameters =
                {
                    Value(fabric.Name, NpgsqlDbType.Text), Value(fabric.Embedding, NpgsqlDbType.Text),
                    Value(MemoryRow.WriteSettings(fabric.Settings), NpgsqlDbType.Text), Value(fabric.CreatedAt.UtcDateTime, NpgsqlDbType.TimestampTz),
                },
            };
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken);
        return (await ReadFabricAsync(fabric.Name, cancellationToken))!;
    }

    /// <inheritdoc/>
    public async ValueTask<FabricRecord?> ReadFabricAsync(string fabric, CancellationToken cancellationToken) =>
        (await store.QueryAsync($"SELECT {FabricColumns} FROM aura.fabrics WHERE name = $1", [fabric], ReadFabric, cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FabricInfo>> ReadFabricsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        await store.QueryAsync(
            $"SELECT {FabricColumns} FROM aura.fabrics WHERE name > $1 ORDER BY name LIMIT $2", [after ?? "", limit], reader => ReadFabric(reader).Info,
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MemoryRecord>> ReadMemoriesAsync(
        string fabric, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await store.QueryAsync($"""
            SELECT {MemoryColumns} FROM unnest($2) u
             CROSS JOIN LATERAL (SELECT * FROM aura.memories k WHERE k.fabric = {NumberOf} AND k.id = u OFFSET 0) m
             {WithContents}
            """,
            [fabric, ids.Distinct().ToArray()], ReadMemory, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MemoryRecord>> ReadChangedAsync(
        string fabric, long afterRevision, long afterOrdinal, int limit, CancellationToken cancellationToken)
    {
        // Few changes are found by their revision and put in order, many on the way along the ordinals; a plus keeps the planner from the other.
        var few = afterRevision > 0 && (await store.QueryAsync(
            $"SELECT count(*) < $3 FROM (SELECT FROM aura.memories WHERE fabric = {NumberOf} AND revision > $2 LIMIT $3) c",
            [fabric, afterRevision, MemoryRow.ManyChanges], reader => reader.GetBoolean(0), cancellationToken)).Single();
        var changed = few ? "revision > $2 AND +ordinal > $3 ORDER BY +ordinal" : "+revision > $2 AND ordinal > $3 ORDER BY ordinal";
        return await store.QueryAsync(
            $"SELECT {MemoryColumns} FROM (SELECT * FROM aura.memories WHERE fabric = {NumberOf} AND {changed} LIMIT $4) m {WithContents} ORDER BY m.ordinal",
            [fabric, afterRevision, afterOrdinal, limit], ReadMemory, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReadErasedAsync(string fabric, long afterRevision, CancellationToken cancellationToken) =>
        await store.QueryAsync(
            $"SELECT DISTINCT id FROM aura.memory_erasures WHERE fabric = {NumberOf} AND revision > $2", [fabric, afterRevision], reader => reader.GetString(0),
            cancellationToken);

    private static FabricRecord ReadFabric(NpgsqlDataReader reader) => new(
        MemoryRow.ReadFabric(reader.GetString(0), reader.GetString(1), reader.GetString(2), Time(reader, 3)), reader.GetInt64(4), reader.GetInt64(5));

    private static MemoryRecord ReadMemory(NpgsqlDataReader reader) => MemoryRow.Read(
        reader.GetString(0), reader.GetInt64(1), reader.GetInt16(2), reader.GetBoolean(3), Text(reader, 4),
        new RowUses(reader.GetDouble(5), reader.GetDouble(6), Number(reader, 7), Number(reader, 8), reader.GetInt64(9)),
        Text(reader, 10), Id(reader, 11), Time(reader, 12), Time(reader, 13),
        Bytes(reader, 14), Bytes(reader, 15), Bytes(reader, 16), Bytes(reader, 17)!, Bytes(reader, 18));

    private static double Number(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? double.NaN : reader.GetDouble(column);
}
