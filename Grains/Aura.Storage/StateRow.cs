using System.Text.Json;
using Aura.Engine;

namespace Aura.Storage;

/// <summary>What both stores put into a state's row, and what they make of a row that they read.</summary>
internal static class StateRow
{
    /// <summary>What is wrong with a state whose line has no branch.</summary>
    public const string Orphaned = "The record of the branch that it was written on is missing.";

    /// <summary>Payloads above this many bytes are stored as blobs.</summary>
    public const int MaxInlineBytes = 1 << 20;

    public static PayloadKind KindOf(AgentState state) =>
        state.Payload is null ? PayloadKind.Erased : state.Payload.Length > MaxInlineBytes ? PayloadKind.Blob : PayloadKind.Inline;

    /// <summary>What a branch's last own state, and the last state that joined it into another line, say about the branch.</summary>
    public static BranchStatus StatusOf(int? headSource, int? joinSource) => (headSource, joinSource) switch
    {
        ((int)StateSource.Discard, _) => BranchStatus.Discarded,
        (_, null) => BranchStatus.Open,
        (_, (int)StateSource.Promotion) => BranchStatus.Promoted,
        _ => BranchStatus.Merged,
    };

    /// <summary>The context as JSON; null where it says nothing.</summary>
    public static byte[]? WriteContext(CausalContext context) =>
        context.IsEmpty ? null : JsonSerializer.SerializeToUtf8Bytes(context, AuraJsonContext.Default.CausalContext);

    /// <summary>
    /// Puts a state together from its columns. A blob's content comes as <paramref name="payload"/> too; a context that says nothing is empty.
    /// </summary>
    /// <exception cref="DamagedStateException">A column holds what Aura never writes there.</exception>
    public static AgentState Read(
        Guid id, string agent, string branch, long version, Guid? parent, Guid? mergeParent, string type, int source, int payloadKind,
        byte[]? payload, ReadOnlySpan<byte> payloadDigest, ReadOnlySpan<byte> context, string? operationId, DateTimeOffset occurredAt,
        DateTimeOffset recordedAt, ReadOnlySpan<byte> digest)
    {
        DamagedStateException Damaged(string problem, Exception? e = null) => new(new StateId(id), version, problem, e);

        if (payload is null && payloadKind != (int)PayloadKind.Erased) throw Damaged("Its payload is missing.");
        if (payloadDigest.Length != Digest.Size || digest.Length != Digest.Size) throw Damaged("A digest of it has a wrong length.");
        CausalContext read;
        try
        {
            read = context.IsEmpty ? CausalContext.Empty
                : JsonSerializer.Deserialize(context, AuraJsonContext.Default.CausalContext)
                    ?? throw Damaged("Its causal context cannot be read.");
        }
        catch (Exception e) when (e is JsonException or InvalidInputException)
        {
            throw Damaged("Its causal context cannot be read.", e);
        }
        return new AgentState
        {
            Id = new StateId(id),
            Agent = agent,
            Branch = branch == BranchNames.Main ? BranchNames.Main : branch,
            Version = version,
            Parents = (parent, mergeParent) switch
            {
                (null, _) => [],
                ({ } first, null) => [new StateId(first)],
                ({ } first, { } second) => [new StateId(first), new StateId(second)],
            },
            Type = Shared(type),
            Source = (StateSource)source,
            Payload = payload is null ? null : Payload.FromStore(payload),
            PayloadDigest = new Digest(payloadDigest),
            Context = read,
            OperationId = operationId,
            OccurredAt = occurredAt,
            RecordedAt = recordedAt,
            Digest = new Digest(digest),
        };
    }

    // Loaded heads are many and their types few.
    private static string Shared(string type) => type switch
    {
        StateTypes.AgentMemory => StateTypes.AgentMemory,
        StateTypes.Decision => StateTypes.Decision,
        StateTypes.Observation => StateTypes.Observation,
        StateTypes.Outcome => StateTypes.Outcome,
        StateTypes.Thought => StateTypes.Thought,
        _ => type,
    };
}
