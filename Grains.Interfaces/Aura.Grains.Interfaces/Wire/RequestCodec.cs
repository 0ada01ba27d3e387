using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace Aura.Grains;

/// <summary>
/// Sends a request as its JSON once it is known to keep the rules: what breaks one may not even be what arrives, since JSON has no NaN and no
/// half of a surrogate pair.
/// </summary>
internal abstract class RequestCodec<T>(Action<T> check) : IFieldCodec<T>
    where T : class
{
    private const int MostKeptBytes = 1 << 20;

    private static readonly JsonTypeInfo<T> Format = WireFormat.Of<T>();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, T value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value)) return;
        check(value);
        _buffer ??= new ArrayBufferWriter<byte>(4096);
        _buffer.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        _json.Reset(_buffer);
        JsonSerializer.Serialize(_json, value, Format);
        _json.Flush();
        if (_buffer.WrittenCount > ContractSerialization.LargestMessage)
        {
            throw new InvalidInputException(
                "request", $"The request has {_buffer.WrittenCount:N0} bytes: at most {ContractSerialization.LargestMessage:N0} can be sent at once.");
        }
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
            var bytes = rented.AsSpan(0, length);
            reader.ReadBytes(bytes);
            var value = JsonSerializer.Deserialize(bytes, Format)!;
            ReferenceCodec.RecordObject(reader.Session, value);
            return value;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

[RegisterSerializer]
internal sealed class CollapseRequestCodec() : RequestCodec<CollapseRequest>(request => Rules.Collapse(request));

[RegisterSerializer]
internal sealed class CreateBranchRequestCodec() : RequestCodec<CreateBranchRequest>(Rules.CreateBranch);

[RegisterSerializer]
internal sealed class DiscardRequestCodec() : RequestCodec<DiscardRequest>(Rules.Discard);

[RegisterSerializer]
internal sealed class FabricSettingsCodec() : RequestCodec<FabricSettings>(settings => Rules.Settings(settings));

[RegisterSerializer]
internal sealed class MemoryFilterCodec() : RequestCodec<MemoryFilter>(filter => Rules.Filter("filter", filter));

[RegisterSerializer]
internal sealed class MergeRequestCodec() : RequestCodec<MergeRequest>(Rules.Merge);

[RegisterSerializer]
internal sealed class PromoteRequestCodec() : RequestCodec<PromoteRequest>(Rules.Promote);

[RegisterSerializer]
internal sealed class RevertRequestCodec() : RequestCodec<RevertRequest>(Rules.Revert);

[RegisterSerializer]
internal sealed class RetrieveRequestCodec() : RequestCodec<RetrieveRequest>(request => Rules.Retrieve(request));

[RegisterSerializer]
internal sealed class ThinkRequestCodec() : RequestCodec<ThinkRequest>(request => Rules.Think(request));

[RegisterSerializer]
internal sealed class WhatIfRequestCodec() : RequestCodec<WhatIfRequest>(request => Rules.WhatIf(request));

[RegisterSerializer]
internal sealed class SpeculationRequestCodec() : RequestCodec<SpeculationRequest>(request => Rules.Speculation(request));
