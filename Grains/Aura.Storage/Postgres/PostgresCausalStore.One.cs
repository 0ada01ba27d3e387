using Aura.Engine;
using Npgsql;
using NpgsqlTypes;
using static Aura.Storage.PostgresParameters;

namespace Aura.Storage;

// A lone writer's state goes as plain values, which cost less on either side than arrays of one.
public sealed partial class PostgresCausalStore
{
    // Inserts nothing unless the state follows the last one of its line, or the fork point.
    private const string InsertOne = """
        INSERT INTO aura.states (line, version, id, parent, merge_parent, occurred_at, recorded_at, source, payload_kind,
                                 type, operation_id, digest, payload_digest, context, payload)
        SELECT b.line, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
          FROM aura.branches b
         WHERE b.agent = $1 AND b.name = $2
           AND CASE WHEN EXISTS (SELECT FROM aura.states p WHERE p.line = b.line AND p.version = $3 - 1 AND p.id = $5) THEN true
                    ELSE b.fork_version = $3 - 1 AND b.fork_state = $5
               END
        """;

    // What needs rows in other tables too goes the way of batches, where one refusal undoes them all.
    private static bool IsPlain(AgentState state) =>
        state.Parents.Count > 0 && StateRow.KindOf(state) != PayloadKind.Blob && !HasLinks(state);

    private static async Task<bool> InsertOneAsync(NpgsqlConnection connection, AgentState state, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(InsertOne, connection)
        {
            Parameters =
            {
                Value(state.Agent, NpgsqlDbType.Text), Value(state.Branch, NpgsqlDbType.Text), Value(state.Version, NpgsqlDbType.Bigint),
                Value(state.Id.Value, NpgsqlDbType.Uuid), Value(state.Parents[0].Value, NpgsqlDbType.Uuid),
                Value(state.Parents.Count > 1 ? state.Parents[1].Value : (Guid?)null, NpgsqlDbType.Uuid),
                Value(state.OccurredAt.UtcDateTime, NpgsqlDbType.TimestampTz), Value(state.RecordedAt.UtcDateTime, NpgsqlDbType.TimestampTz),
                Value((short)state.Source, NpgsqlDbType.Smallint), Value((short)StateRow.KindOf(state), NpgsqlDbType.Smallint),
                Value(state.Type, NpgsqlDbType.Text), Value(state.OperationId, NpgsqlDbType.Text),
                Value(state.Digest.ToArray(), NpgsqlDbType.Bytea), Value(state.PayloadDigest.ToArray(), NpgsqlDbType.Bytea),
                Value(StateRow.WriteContext(state.Context), NpgsqlDbType.Text), Value(state.Payload?.Utf8.ToArray(), NpgsqlDbType.Text),
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
