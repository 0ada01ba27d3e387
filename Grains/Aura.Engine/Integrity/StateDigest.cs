using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Aura.Engine;

/// <summary>
/// The digest of a state: SHA-256 over a canonical encoding of all its fields and its parents' digests.
/// </summary>
/// <remarks>
/// The encoding is independent of how a store or a serialiser writes the fields. It begins with "aura-state-1" and a zero byte. Integers
/// are big-endian; a text is its length in bytes (4 bytes) and its UTF-8; a list is its length (4 bytes) and its items; a value that may
/// be absent is preceded by 0 or 1; a double is its IEEE 754 bits; a time is microseconds since 1970 (8 bytes); a payload stands for
/// itself by its own SHA-256, so that it can be erased. Fields come in the order of <see cref="AgentState"/>; counterfactuals by name, in
/// order of UTF-16 code units.
/// </remarks>
public static class StateDigest
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Computes the digest from the state's other fields.</summary>
    /// <param name="state">The state; its own digest is not looked at.</param>
    /// <param name="parents">The digests of its parents, in order.</param>
    public static Digest Compute(AgentState state, ReadOnlySpan<Digest> parents)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        buffer.Write("aura-state-1\0"u8);
        Write(buffer, state.Id);
        Write(buffer, state.Agent);
        Write(buffer, state.Branch);
        Write(buffer, state.Version);
        Write(buffer, state.Parents.Count);
        for (var i = 0; i < state.Parents.Count; i++)
        {
            Write(buffer, state.Parents[i]);
            Write(buffer, parents[i]);
        }
        Write(buffer, state.Type);
        Write(buffer, (int)state.Source);
        Write(buffer, state.PayloadDigest);
        Write(buffer, state.Context);
        WriteOptional(buffer, state.OperationId);
        Write(buffer, Timestamps.ToMicroseconds(state.OccurredAt));
        Write(buffer, Timestamps.ToMicroseconds(state.RecordedAt));
        return Digest.Of(buffer.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, CausalContext context)
    {
        Write(buffer, context.Causes.Count);
        foreach (var cause in context.Causes)
        {
            WriteOptional(buffer, cause.Label);
            Write(buffer, cause.State is null ? 0 : 1);
            if (cause.State is { } state) Write(buffer, state);
            Write(buffer, (int)cause.Relation);
            WriteOptional(buffer, cause.Confidence);
        }
        Write(buffer, context.Effects.Count);
        foreach (var effect in context.Effects) Write(buffer, effect);
        Write(buffer, context.Counterfactuals.Count);
        if (context.Counterfactuals.Count > 0) WriteCounterfactuals(buffer, context.Counterfactuals);
        WriteOptional(buffer, context.Confidence);
        Write(buffer, BitConverter.DoubleToInt64Bits(context.EnergyCost));
    }

    private static void WriteCounterfactuals(ArrayBufferWriter<byte> buffer, IReadOnlyDictionary<string, Counterfactual> counterfactuals)
    {
        foreach (var (name, counterfactual) in counterfactuals.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            Write(buffer, name);
            Write(buffer, Digest.Of(counterfactual.Value.Utf8.Span));
            Write(buffer, (int)counterfactual.Kind);
            WriteOptional(buffer, counterfactual.Score);
            WriteOptional(buffer, counterfactual.Branch);
        }
    }

    private static void Write(ArrayBufferWriter<byte> buffer, StateId id)
    {
        id.Value.TryWriteBytes(buffer.GetSpan(16), bigEndian: true, out var written);
        buffer.Advance(written);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, Digest digest)
    {
        digest.CopyTo(buffer.GetSpan(Digest.Size));
        buffer.Advance(Digest.Size);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), value);
        buffer.Advance(sizeof(int));
    }

    private static void Write(ArrayBufferWriter<byte> buffer, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    private static void Write(ArrayBufferWriter<byte> buffer, string text)
    {
        Write(buffer, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer);
    }

    private static void WriteOptional(ArrayBufferWriter<byte> buffer, string? text)
    {
        Write(buffer, text is null ? 0 : 1);
        if (text is not null) Write(buffer, text);
    }

    private static void WriteOptional(ArrayBufferWriter<byte> buffer, double? value)
    {
        Write(buffer, value is null ? 0 : 1);
        if (value is { } number) Write(buffer, BitConverter.DoubleToInt64Bits(number));
    }
}
