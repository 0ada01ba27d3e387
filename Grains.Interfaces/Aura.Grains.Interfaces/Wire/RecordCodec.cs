using System.Buffers;
using System.Text.Json;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace Aura.Grains;

/// <summary>
/// Sends the records of the busiest calls as their JSON, as all records go, but without the detour over the serialiser's generic parts.
/// </summary>
internal abstract class RecordCodec<T> : IFieldCodec<T>
    where T : class
{
    private const int MostKeptBytes = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, T value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value)) return;
        _buffer ??= new ArrayBufferWriter<byte>(4096);
        _buffer.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        _json.Reset(_buffer);
        Write(_json, value);
        _json.Flush();
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(T), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)_buffer.WrittenCount);
        writer.Write(_buffer.WrittenSpan);
        if (_buffer.Capacity > MostKeptBytes) (_buffer, _json) = (null, null);
    }

    public T ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference) return ReferenceCodec.ReadReference<T, TInput>(ref reader, field);
        field.EnsureWireType(WireType.LengthPrefixed);
        var length = (int)reader.ReadVarUInt32();
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var bytes = rented.AsMemory(0, length);
            reader.ReadBytes(bytes.Span);
            var json = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = AuraJsonContext.Default.Options.MaxDepth });
            json.Read();
            var value = Read(ref json, bytes);
            ReferenceCodec.RecordObject(reader.Session, value);
            return value;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    protected abstract void Write(Utf8JsonWriter json, T value);

    // What is read must copy what it keeps of the bytes.
    protected abstract T Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> bytes);
}

[RegisterSerializer]
internal sealed class AgentStateCodec : RecordCodec<AgentState>
{
    protected override void Write(Utf8JsonWriter json, AgentState value) => AgentStateJsonConverter.WriteState(json, value);

    protected override AgentState Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> bytes) => AgentStateJsonConverter.ReadState(ref json, bytes);
}

[RegisterSerializer]
internal sealed class SaveRequestCodec : RecordCodec<SaveRequest>
{
    private const int MostPayloadBytes = 64 << 20;

    protected override void Write(Utf8JsonWriter json, SaveRequest value)
    {
        // What breaks a rule may not even be what arrives: JSON has no NaN, and no half of a surrogate pair.
        Rules.Save(value, MostPayloadBytes);
        SaveRequestJsonConverter.WriteRequest(json, value);
    }

    protected override SaveRequest Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> bytes) => SaveRequestJsonConverter.ReadRequest(ref json, bytes);
}

[RegisterSerializer]
internal sealed class CreateBranchRequestCodec : RecordCodec<CreateBranchRequest>
{
    protected override void Write(Utf8JsonWriter json, CreateBranchRequest value)
    {
        Names.Check("name", value.Name);
        JsonSerializer.Serialize(json, value, AuraJsonContext.Default.CreateBranchRequest);
    }

    protected override CreateBranchRequest Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> bytes) =>
        JsonSerializer.Deserialize(ref json, AuraJsonContext.Default.CreateBranchRequest)!;
}

[RegisterSerializer]
internal sealed class SpeculationRequestCodec : RecordCodec<SpeculationRequest>
{
    protected override void Write(Utf8JsonWriter json, SpeculationRequest value) =>
        JsonSerializer.Serialize(json, Rules.Speculation(value), AuraJsonContext.Default.SpeculationRequest);

    protected override SpeculationRequest Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> bytes) =>
        JsonSerializer.Deserialize(ref json, AuraJsonContext.Default.SpeculationRequest)!;
}
