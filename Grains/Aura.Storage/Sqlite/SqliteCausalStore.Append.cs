using Aura.Engine;

namespace Aura.Storage;

public sealed partial class SqliteCausalStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AgentState> batch, CancellationToken cancellationToken) =>
        await WriteAsync(session => session.Write(_ =>
        {
            var insert = session.Appender ??= new SqliteStateInsert(session.Handle);
            insert.BeginTransaction();
            var results = new AppendResult[batch.Count];
            for (var i = 0; i < results.Length; i++) results[i] = Append(session, insert, batch[i]);
            return results;
        }), cancellationToken);

    private static AppendResult Append(SqliteSession session, SqliteStateInsert insert, AgentState state)
    {
        foreach (var cause in state.Context.Causes)
        {
            if (cause.State is { } id && session.Scalar("SELECT 1 FROM states WHERE id = @0", Key(id)) is null)
                return FindFirst(session, state) is { } first
                    ? new AppendResult(AppendOutcome.Duplicate, first)
                    : new AppendResult(AppendOutcome.UnknownLink, Unknown: id);
        }
        if (state is { Version: 1, Branch: BranchNames.Main })
        {
            session.Execute("INSERT OR IGNORE INTO branches (agent, name, created_at) VALUES (@0, @1, @2)",
                state.Agent, state.Branch, Timestamps.ToMicroseconds(state.RecordedAt));
        }
        if (!insert.Insert(state))
        {
            return FindFirst(session, state) is { } first
                ? new AppendResult(AppendOutcome.Duplicate, first)
                : new AppendResult(AppendOutcome.Conflict, ReadLine(session, state.Agent, state.Branch)?.Head);
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

    private static AgentState? FindFirst(SqliteSession session, AgentState state) =>
        ReadStates(session, [state.Id]).SingleOrDefault()
        ?? (state.OperationId is null ? null : ReadOperation(session, state.Agent, state.Branch, state.OperationId));

    private static byte[] Key(StateId id) => id.Value.ToByteArray(bigEndian: true);
}
