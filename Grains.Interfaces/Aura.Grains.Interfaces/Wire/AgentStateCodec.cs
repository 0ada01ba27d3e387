using System.Buffers;
using System.Text.Json;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace Aura.Grains;

/// <summary>Sends a state as its JSON, as all records go, but without the detour over the serialiser's generic parts.</summary>
[RegisterSerializer]
internal sealed class AgentStateCodec : IFieldCodec<AgentState>
{
    private const int MostKeptBytes = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, AgentState value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value)) return;
        if (_buffer is null || _buffer.Capacity > MostKeptBytes) (_buffer, _json) = (new ArrayBufferWriter<byte>(4096), null);
        _buffer.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        _json.Reset(_buffer);
        AgentStateJsonConverter.WriteState(_json, value);
        _json.Flush();
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(AgentState), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)_buffer.WrittenCount);
        writer.Write(_buffer.WrittenSpan);
    }

    public AgentState ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference) return ReferenceCodec.ReadReference<AgentState, TInput>(ref reader, field);
        field.EnsureWireType(WireType.LengthPrefixed);
        var length = (int)reader.ReadVarUInt32();
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var bytes = rented.AsMemory(0, length);
            reader.ReadBytes(bytes.Span);
            var json = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = AuraJsonContext.Default.Options.MaxDepth });
            json.Read();
            var state = AgentStateJsonConverter.ReadState(ref json, bytes);
            ReferenceCodec.RecordObject(reader.Session, state);
            return state;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
