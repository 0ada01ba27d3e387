using Aura.Engine;
using Microsoft.Data.Sqlite;

namespace Aura.Storage;

/// <summary>Fabrics and memories in the file of a causal store, through its sessions.</summary>
internal sealed class SqliteMemoryStore(SqliteCausalStore store) : IMemoryStore
{
    private const string FabricColumns = "name, embedding, settings, created_at, revision, examined";

    private const string MemoryColumns = """
        m.id, m.ordinal, m.tier, m.archived, m.consolidated_into, m.first_use, m.last_use, m.second_use, m.third_use, m.uses,
        c.agent, c.state, c.occurred_at, c.recorded_at, c.labels, c.sources, c.interpretations, c.content, c.vectors
        """;

    private const string WithContents = "CROSS JOIN memory_contents c ON c.fabric = m.fabric AND c.ordinal = m.ordinal";

    private const string InsertMemory = """
        INSERT INTO memories (fabric, id, first_use, last_use, second_use, third_use, uses, revision, tier, archived, consolidated_into, ordinal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """;

    private const string InsertContents = """
        INSERT INTO memory_contents (fabric, ordinal, agent, state, occurred_at, recorded_at, labels, sources, interpretations, content, vectors)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """;

    private const string UpdateUses = """
        UPDATE memories SET first_use = ?3, last_use = ?4, second_use = ?5, third_use = ?6, uses = ?7
         WHERE fabric = ?1 AND id = ?2 AND uses <= ?7
        """;

    private const string UpdateMemory = """
        UPDATE memories SET first_use = ?3, last_use = ?4, second_use = ?5, third_use = ?6, uses = ?7,
                            revision = ?8, tier = ?9, archived = ?10, consolidated_into = ?11
         WHERE fabric = ?1 AND id = ?2
        """;

    private const string UpdateContents = """
        UPDATE memory_contents
           SET interpretations = coalesce(?3, interpretations), vectors = coalesce(?4, vectors), sources = coalesce(?5, sources)
         WHERE fabric = ?1 AND ordinal = (SELECT ordinal FROM memories WHERE fabric = ?1 AND id = ?2)
        """;

    /// <inheritdoc/>
    public async ValueTask<FabricRecord> CreateFabricAsync(FabricInfo fabric, CancellationToken cancellationToken) =>
        await WriteAsync(session =>
        {
            session.Execute("INSERT OR IGNORE INTO fabrics (name, embedding, settings, created_at) VALUES (@0, @1, @2, @3)",
                fabric.Name, fabric.Embedding, MemoryRow.WriteSettings(fabric.Settings), Timestamps.ToMicroseconds(fabric.CreatedAt));
            return ReadFabric(session, fabric.Name)!;
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FabricRecord?> ReadFabricAsync(string fabric, CancellationToken cancellationToken) =>
        ValueTask.FromResult(store.Read(session => ReadFabric(session, fabric)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FabricInfo>> ReadFabricsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<FabricInfo>>(store.Read(session => session.Query(
            $"SELECT {FabricColumns} FROM fabrics WHERE name > @0 ORDER BY name LIMIT @1", reader => ReadFabric(reader).Info, after ?? "", limit)));

    /// <inheritdoc/>
    public async ValueTask<MemoryCommit> CommitAsync(MemoryChange change, CancellationToken cancellationToken) => change.Erased.Count == 0
        ? await WriteAsync(session => Commit(session, change), cancellationToken)
        : await Task.Run(() => store.Erase(session => Commit(session, change)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WriteUsesAsync(string fabric, IReadOnlyList<MemoryUse> uses, CancellationToken cancellationToken) =>
        await WriteAsync(session =>
        {
            if (FindFabric(session, fabric) is not { } number) return false;
            var update = session.Statement(UpdateUses);
            foreach (var use in uses)
            {
                BindUses(update, number, use.Id, use.Uses);
                update.Execute();
            }
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MemoryRecord>> ReadMemoriesAsync(
        string fabric, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await ReadAsync(fabric, (session, number) =>
        {
            var query = session.Statement(
                $"SELECT {MemoryColumns} FROM json_each(?2) i CROSS JOIN memories m ON m.fabric = ?1 AND m.id = i.value {WithContents}");
            query.Bind(1, number);
            query.BindText(2, MemoryRow.WriteTexts([.. ids.Distinct()]));
            return query.Query(ReadMemory);
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MemoryRecord>> ReadChangedAsync(
        string fabric, long afterRevision, long afterOrdinal, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(fabric, (session, number) =>
        {
            // Few changes are found by their revision and put in order, many on the way along the ordinals; a plus keeps SQLite from the other.
            var few = afterRevision > 0 && (long)session.Scalar(
                "SELECT count(*) < @2 FROM (SELECT 1 FROM memories WHERE fabric = @0 AND revision > @1 LIMIT @2)",
                number, afterRevision, MemoryRow.ManyChanges)! == 1;
            var changed = few ? "revision > ?2 AND +ordinal > ?3" : "+revision > ?2 AND ordinal > ?3";
            var query = session.Statement($"""
                SELECT {MemoryColumns} FROM (SELECT * FROM memories WHERE fabric = ?1 AND {changed} ORDER BY ordinal LIMIT ?4) m {WithContents}
                 ORDER BY m.ordinal
                """);
            query.Bind(1, number);
            query.Bind(2, afterRevision);
            query.Bind(3, afterOrdinal);
            query.Bind(4, limit);
            return query.Query(ReadMemory);
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReadErasedAsync(string fabric, long afterRevision, CancellationToken cancellationToken) =>
        await ReadAsync(fabric, (session, number) => session.Query(
            "SELECT DISTINCT id FROM memory_erasures WHERE fabric = @0 AND revision > @1", reader => reader.GetString(0), number, afterRevision),
            cancellationToken);

    // SQLite works, and waits for the disk, on the thread that calls it; where it may take long, that shall not be the caller's.
    private Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        store.WriteAsync(session => session.Write(work), cancellationToken);

    private Task<List<T>> ReadAsync<T>(string fabric, Func<SqliteSession, long, List<T>> work, CancellationToken cancellationToken) =>
        Task.Run(() => store.Read(session => FindFabric(session, fabric) is { } number ? work(session, number) : []), cancellationToken);

    private static MemoryCommit Commit(SqliteSession session, MemoryChange change)
    {
        var fabric = FindFabric(session, change.Fabric) ?? throw MemoryRow.NoFabric(change.Fabric);
        var (revision, last) = session.Query(
            "SELECT revision, last_ordinal FROM fabrics WHERE fabric = @0", reader => (reader.GetInt64(0), reader.GetInt64(1)), fabric).Single();
        if (revision != change.Revision) return new MemoryCommit(false, revision, last, []);
        var taken = change.Added.Select(m => m.Id).Where(id => FindMemory(session, fabric, id) is not null).ToArray();
        if (taken.Length > 0) return new MemoryCommit(false, revision, last, taken);

        revision++;
        foreach (var memory in change.Changed) Update(session, fabric, revision, memory);
        foreach (var id in change.Erased) Erase(session, fabric, revision, id, change.At);
        foreach (var memory in change.Added) Insert(session, fabric, revision, ++last, memory);
        session.Execute("UPDATE fabrics SET revision = @1, last_ordinal = @2, examined = coalesce(@3, examined) WHERE fabric = @0",
            fabric, revision, last, change.Examined);
        return new MemoryCommit(true, revision, last, []);
    }

    private static void Update(SqliteSession session, long fabric, long revision, MemoryUpdate memory)
    {
        var update = session.Statement(UpdateMemory);
        BindUses(update, fabric, memory.Id, memory.Uses);
        BindStanding(update, revision, memory.Tier, memory.Archived, memory.ConsolidatedInto);
        update.Execute();
        if (memory.Vectors is null && memory.Sources is null) return;
        var contents = session.Statement(UpdateContents);
        contents.Bind(1, fabric);
        contents.Bind(2, memory.Id);
        if (memory.Interpretations is { } interpretations) contents.BindText(3, MemoryRow.WriteInterpretations(interpretations));
        if (memory.Vectors is { } vectors) contents.BindBlob(4, MemoryRow.WriteVectors(vectors));
        if (memory.Sources is { } sources) contents.BindText(5, MemoryRow.WriteTexts(sources));
        contents.Execute();
    }

    private static void Erase(SqliteSession session, long fabric, long revision, string id, DateTimeOffset at)
    {
        if (FindMemory(session, fabric, id) is not { } ordinal) return;
        session.Execute("DELETE FROM memory_contents WHERE fabric = @0 AND ordinal = @1", fabric, ordinal);
        session.Execute("DELETE FROM memories WHERE fabric = @0 AND ordinal = @1", fabric, ordinal);
        session.Execute("INSERT INTO memory_erasures (fabric, revision, id, erased_at) VALUES (@0, @1, @2, @3)",
            fabric, revision, id, Timestamps.ToMicroseconds(at));
    }

    private static void Insert(SqliteSession session, long fabric, long revision, long ordinal, MemoryRecord memory)
    {
        var insert = session.Statement(InsertMemory);
        BindUses(insert, fabric, memory.Id, memory.Uses);
        BindStanding(insert, revision, memory.Tier, memory.Archived, memory.ConsolidatedInto);
        insert.Bind(12, ordinal);
        insert.Execute();
        var contents = session.Statement(InsertContents);
        contents.Bind(1, fabric);
        contents.Bind(2, ordinal);
        contents.Bind(3, memory.Agent);
        contents.Bind(4, memory.State);
        contents.Bind(5, Timestamps.ToMicroseconds(memory.OccurredAt));
        contents.Bind(6, Timestamps.ToMicroseconds(memory.RecordedAt));
        contents.BindText(7, MemoryRow.WriteTexts(memory.Labels));
        contents.BindText(8, MemoryRow.WriteTexts(memory.Sources));
        contents.BindText(9, MemoryRow.WriteInterpretations(memory.Interpretations));
        contents.BindText(10, memory.Content.Utf8.Span);
        contents.BindBlob(11, MemoryRow.WriteVectors(memory));
        contents.Execute();
    }

    private static void BindUses(SqliteStatement statement, long fabric, string id, RowUses uses)
    {
        statement.Bind(1, fabric);
        statement.Bind(2, id);
        statement.Bind(3, uses.First);
        statement.Bind(4, uses.Last);
        statement.Bind(5, uses.Second);
        statement.Bind(6, uses.Third);
        statement.Bind(7, uses.Count);
    }

    private static void BindStanding(SqliteStatement statement, long revision, MemoryTier tier, bool archived, string? consolidatedInto)
    {
        statement.Bind(8, revision);
        statement.Bind(9, (int)tier);
        statement.Bind(10, archived ? 1 : 0);
        statement.Bind(11, consolidatedInto);
    }

    private static long? FindFabric(SqliteSession session, string fabric) => (long?)session.Scalar("SELECT fabric FROM fabrics WHERE name = @0", fabric);

    private static long? FindMemory(SqliteSession session, long fabric, string id) =>
        (long?)session.Scalar("SELECT ordinal FROM memories WHERE fabric = @0 AND id = @1", fabric, id);

    private static FabricRecord? ReadFabric(SqliteSession session, string fabric) =>
        session.Query($"SELECT {FabricColumns} FROM fabrics WHERE name = @0", ReadFabric, fabric).SingleOrDefault();

    private static FabricRecord ReadFabric(SqliteDataReader reader) => new(
        MemoryRow.ReadFabric(reader.GetString(0), reader.GetString(1), reader.GetString(2), Timestamps.FromMicroseconds(reader.GetInt64(3))),
        reader.GetInt64(4), reader.GetInt64(5));

    private static MemoryRecord ReadMemory(SqliteStatement row) => MemoryRow.Read(
        row.Text(0)!, row.Integer(1), (int)row.Integer(2), row.Integer(3) != 0, row.Text(4),
        new RowUses(row.Number(5), row.Number(6), row.Number(7), row.Number(8), row.Integer(9)), row.Text(10), row.Id(11),
        Timestamps.FromMicroseconds(row.Integer(12)), Timestamps.FromMicroseconds(row.Integer(13)),
        row.Bytes(14), row.Bytes(15), row.Bytes(16), row.Bytes(17).ToArray(), row.Bytes(18));
}
