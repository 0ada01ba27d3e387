using Aura.Engine;

namespace Aura.Storage;

public sealed partial class SqliteCausalStore
{
    private const string OfAgent = "line IN (SELECT line FROM branches WHERE agent = @0)";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<bool>> CreateBranchesAsync(IReadOnlyList<BranchRecord> branches, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<bool>>(Write(session => session.Write(_ => branches.Select(branch => session.Execute("""
            INSERT OR IGNORE INTO branches (agent, name, origin, fork_state, fork_version, created_at, expires_at) VALUES (@0, @1, @2, @3, @4, @5, @6)
            """,
            branch.Agent, branch.Name, branch.Origin, Key(branch.ForkState!.Value), branch.ForkVersion, Timestamps.ToMicroseconds(branch.CreatedAt),
            branch.ExpiresAt is { } expiry ? Timestamps.ToMicroseconds(expiry) : null) == 1).ToArray())));

    /// <inheritdoc/>
    public ValueTask<bool> ErasePayloadAsync(string agent, StateId state, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Erase(session =>
        {
            var digest = session.Scalar("SELECT s.payload_digest FROM states s JOIN branches b ON b.line = s.line WHERE b.agent = @0 AND s.id = @1", agent, Key(state));
            if (digest is null) return false;
            session.Execute("UPDATE states SET payload = NULL, payload_kind = 2 WHERE id = @0", Key(state));
            session.Execute("""
                DELETE FROM blobs WHERE digest = @0
                   AND NOT EXISTS (SELECT 1 FROM states WHERE payload_digest = @0 AND payload_kind = 1)
                """, digest);
            return true;
        }));

    /// <inheritdoc/>
    public ValueTask<ErasureRecord?> EraseAgentAsync(string agent, DateTimeOffset now, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Erase(session =>
        {
            var states = (long)session.Scalar($"SELECT count(*) FROM states WHERE {OfAgent}", agent)!;
            var branches = (long)session.Scalar("SELECT count(*) FROM branches WHERE agent = @0", agent)!;
            if (states + branches == 0) return null;
            session.Execute($"""
                DELETE FROM blobs WHERE digest IN (SELECT payload_digest FROM states WHERE payload_kind = 1 AND {OfAgent})
                   AND NOT EXISTS (SELECT 1 FROM states WHERE payload_digest = blobs.digest AND payload_kind = 1 AND NOT {OfAgent})
                """, agent);
            session.Execute($"DELETE FROM links WHERE effect IN (SELECT id FROM states WHERE {OfAgent})", agent);
            session.Execute($"DELETE FROM states WHERE {OfAgent}", agent);
            session.Execute("DELETE FROM branches WHERE agent = @0", agent);
            session.Execute("INSERT INTO erasures (agent, states, erased_at) VALUES (@0, @1, @2)", agent, states, Timestamps.ToMicroseconds(now));
            return new ErasureRecord(agent, states, now);
        }));

    // What was erased must not live on in the log, either.
    internal T Erase<T>(Func<SqliteSession, T> work) => Write(session =>
    {
        session.Appender?.ForgetEnds();
        var result = session.Write(work);
        if (!_checkpoints.TryCopyAll(session))
            throw new StoreUnavailableException($"Store {Name} has erased it, but another process holds on to the log in which it still stands: erase it again later.");
        return result;
    });
}
