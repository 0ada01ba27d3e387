using System.Buffers;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace Aura.Grains;

/// <summary>
/// Sends the records of the busiest calls as fields of a fixed order in one length-prefixed field: the version of the format, the fields of the
/// record, and its payload at the end.
/// </summary>
internal abstract class StateCodec<T>(bool isChecked) : IFieldCodec<T>
    where T : class
{
    private const byte Format = 1;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, T value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value)) return;
        var fields = StateWriter.Begin();
        fields.Byte(Format);
        // A payload may be large, and is not copied twice.
        var payload = Write(fields, value);
        if (payload is not null) fields.Number(payload.Length);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(T), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)fields.Written.Length + (uint)(payload?.Length ?? 0));
        writer.Write(fields.Written);
        if (payload is not null) writer.Write(payload.Utf8.Span);
        StateWriter.End();
    }

    public T ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference) return ReferenceCodec.ReadReference<T, TInput>(ref reader, field);
        field.EnsureWireType(WireType.LengthPrefixed);
        var fields = new StateReader(reader.ReadBytes(reader.ReadVarUInt32()), isChecked);
        var format = fields.Byte();
        if (format != Format) throw new SerializerException($"The bytes of a state are of version {format}: {Format} can be read.");
        var value = Read(ref fields);
        fields.End();
        ReferenceCodec.RecordObject(reader.Session, value);
        return value;
    }

    /// <summary>Writes all fields but the payload, which it returns if there is one.</summary>
    protected abstract Payload? Write(StateWriter fields, T value);

    protected abstract T Read(ref StateReader fields);
}
