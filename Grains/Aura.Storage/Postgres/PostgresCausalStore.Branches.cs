using Aura.Engine;
using Npgsql;
using NpgsqlTypes;
using static Aura.Storage.PostgresParameters;

namespace Aura.Storage;

public sealed partial class PostgresCausalStore
{
    private const string OfAgent = "s.line IN (SELECT line FROM aura.branches WHERE agent = $1)";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<bool>> CreateBranchesAsync(IReadOnlyList<BranchRecord> branches, CancellationToken cancellationToken) =>
        await WriteAsync(async connection =>
        {
            // Sent as one, its commands are one transaction.
            await using var batch = new NpgsqlBatch(connection);
            foreach (var branch in branches)
            {
                batch.BatchCommands.Add(Command("""
                    INSERT INTO aura.branches (agent, name, origin, fork_state, fork_version, created_at, expires_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
                    """,
                    branch.Agent, branch.Name, branch.Origin!, branch.ForkState!.Value.Value, branch.ForkVersion, branch.CreatedAt.UtcDateTime,
                    branch.ExpiresAt is { } expiry ? expiry.UtcDateTime : DBNull.Value));
            }
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(command => command.RecordsAffected == 1).ToArray();
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> ErasePayloadAsync(string agent, StateId state, CancellationToken cancellationToken) => await EraseAsync(async erasure =>
    {
        var digest = (byte[]?)await erasure.ScalarAsync(
            "SELECT s.payload_digest FROM aura.states s JOIN aura.branches b ON b.line = s.line WHERE b.agent = $1 AND s.id = $2", agent, state.Value);
        if (digest is null) return false;
        await erasure.ScalarAsync("UPDATE aura.states SET payload = NULL, payload_kind = 2 WHERE id = $1", state.Value);
        await erasure.ScalarAsync(
            "DELETE FROM aura.blobs WHERE digest = $1 AND NOT EXISTS (SELECT FROM aura.states WHERE payload_digest = $1 AND payload_kind = 1)", digest);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ErasureRecord?> EraseAgentAsync(string agent, DateTimeOffset now, CancellationToken cancellationToken) => await EraseAsync(async erasure =>
    {
        var states = (long)(await erasure.ScalarAsync($"SELECT count(*) FROM aura.states s WHERE {OfAgent}", agent))!;
        var branches = (long)(await erasure.ScalarAsync("SELECT count(*) FROM aura.branches WHERE agent = $1", agent))!;
        if (states + branches == 0) return null;
        await erasure.ScalarAsync($"""
            DELETE FROM aura.blobs f WHERE f.digest IN (SELECT s.payload_digest FROM aura.states s WHERE s.payload_kind = 1 AND {OfAgent})
               AND NOT EXISTS (SELECT FROM aura.states s WHERE s.payload_digest = f.digest AND s.payload_kind = 1 AND NOT {OfAgent})
            """, agent);
        await erasure.ScalarAsync($"DELETE FROM aura.links WHERE effect IN (SELECT s.id FROM aura.states s WHERE {OfAgent})", agent);
        await erasure.ScalarAsync($"DELETE FROM aura.states s WHERE {OfAgent}", agent);
        await erasure.ScalarAsync("DELETE FROM aura.branches WHERE agent = $1", agent);
        await erasure.ScalarAsync("INSERT INTO aura.erasures (agent, states, erased_at) VALUES ($1, $2, $3)", agent, states, now.UtcDateTime);
        return new ErasureRecord(agent, states, now);
    }, cancellationToken);

    // No append may run beside an erasure: it could follow a state, or count on a blob, that is just being removed. The tables are locked in
    // the order in which appends write to them, so that neither waits for the other.
    private Task<T> EraseAsync<T>(Func<Erasure, Task<T>> work, CancellationToken cancellationToken) => WriteAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var erasure = new Erasure(connection, cancellationToken);
        await erasure.ScalarAsync("LOCK TABLE aura.branches, aura.states IN SHARE ROW EXCLUSIVE MODE");
        var result = await work(erasure);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }, cancellationToken);

    private sealed class Erasure(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        public async Task<object?> ScalarAsync(string sql, params object[] parameters)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            return await command.ExecuteScalarAsync(cancellationToken);
        }
    }
}
