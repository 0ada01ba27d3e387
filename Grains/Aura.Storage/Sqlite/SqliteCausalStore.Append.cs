using Aura.Engine;

namespace Aura.Storage;

public sealed partial class SqliteCausalStore
{
    // Inserts the state only if the one that it follows is the last of the line; the unique keys decide the rest.
    private const string InsertState = """
        INSERT INTO states (id, agent, branch, version, parent, merge_parent, type, source, payload_kind, payload, payload_digest,
                            context, operation_id, occurred_at, recorded_at, digest)
        SELECT @0, @1, @2, @3, @4, @5, @6, @7, @8, CAST(@9 AS TEXT), @10, CAST(@11 AS TEXT), @12, @13, @14, @15
         WHERE (@3 = 1 AND @2 = 'main' AND @4 IS NULL)
            OR EXISTS (SELECT 1 FROM states WHERE agent = @1 AND branch = @2 AND version = @3 - 1 AND id = @4)
            OR EXISTS (SELECT 1 FROM branches WHERE agent = @1 AND name = @2 AND fork_version = @3 - 1 AND fork_state = @4)
        ON CONFLICT DO NOTHING
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AgentState> batch, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<AppendResult>>(Write(session => session.Write(_ =>
        {
            var results = new AppendResult[batch.Count];
            for (var i = 0; i < results.Length; i++) results[i] = Append(session, batch[i]);
            return results;
        })));

    private static AppendResult Append(SqliteSession session, AgentState state)
    {
        foreach (var cause in state.Context.Causes)
        {
            if (cause.State is { } id && session.Scalar("SELECT 1 FROM states WHERE id = @0", Key(id)) is null)
                return FindFirst(session, state) is { } first
                    ? new AppendResult(AppendOutcome.Duplicate, first)
                    : new AppendResult(AppendOutcome.UnknownLink, Unknown: id);
        }
        if (!Insert(session, state))
        {
            return FindFirst(session, state) is { } first
                ? new AppendResult(AppendOutcome.Duplicate, first)
                : new AppendResult(AppendOutcome.Conflict, ReadLine(session, state.Agent, state.Branch)?.Head);
        }
        if (state.Version == 1)
        {
            session.Execute("INSERT OR IGNORE INTO branches (agent, name, created_at) VALUES (@0, @1, @2)",
                state.Agent, state.Branch, Timestamps.ToMicroseconds(state.RecordedAt));
        }
        var ordinal = 0;
        foreach (var cause in state.Context.Causes.Where(c => c.State is not null))
        {
            session.Execute("INSERT INTO links (effect, ordinal, cause, relation, confidence) VALUES (@0, @1, @2, @3, @4)",
                Key(state.Id), ordinal++, Key(cause.State!.Value), (int)cause.Relation, cause.Confidence);
        }
        if (StateRow.KindOf(state) == PayloadKind.Blob)
        {
            session.Execute("INSERT OR IGNORE INTO blobs (digest, content) VALUES (@0, @1)",
                state.PayloadDigest.ToArray(), state.Payload!.Utf8.ToArray());
        }
        return new AppendResult(AppendOutcome.Appended);
    }

    private static bool Insert(SqliteSession session, AgentState state)
    {
        var kind = StateRow.KindOf(state);
        return session.Execute(InsertState,
            Key(state.Id), state.Agent, state.Branch, state.Version,
            state.Parents.Count > 0 ? Key(state.Parents[0]) : null, state.Parents.Count > 1 ? Key(state.Parents[1]) : null,
            state.Type, (int)state.Source, (int)kind, kind == PayloadKind.Inline ? state.Payload!.Utf8.ToArray() : null,
            state.PayloadDigest.ToArray(), StateRow.WriteContext(state.Context), state.OperationId,
            Timestamps.ToMicroseconds(state.OccurredAt), Timestamps.ToMicroseconds(state.RecordedAt), state.Digest.ToArray()) == 1;
    }

    private static AgentState? FindFirst(SqliteSession session, AgentState state) =>
        ReadStates(session, [state.Id]).SingleOrDefault()
        ?? (state.OperationId is null ? null : ReadOperation(session, state.Agent, state.Branch, state.OperationId));

    private static byte[] Key(StateId id) => id.Value.ToByteArray(bigEndian: true);
}
