using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Reads and writes a save by hand: in a cluster every save begins with it.</summary>
internal sealed class SaveRequestJsonConverter : JsonConverter<SaveRequest>
{
    public override SaveRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadRequest(ref reader, null);

    public override void Write(Utf8JsonWriter writer, SaveRequest value, JsonSerializerOptions options) => WriteRequest(writer, value);

    /// <summary>Reads a save.</summary>
    /// <param name="reader">Stands at its beginning.</param>
    /// <param name="whole">The bytes that the reader reads, if they are known.</param>
    internal static SaveRequest ReadRequest(ref Utf8JsonReader reader, ReadOnlyMemory<byte>? whole)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A save is an object.");
        Payload? payload = null;
        var type = StateTypes.AgentMemory;
        var source = default(StateSource);
        var context = CausalContext.Empty;
        string? operationId = null;
        DateTimeOffset? occurredAt = null;
        long? expectedVersion = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonFields.Is(ref reader, "payload"u8)) payload = PayloadJsonConverter.ReadPayload(ref reader, whole);
            else if (JsonFields.Is(ref reader, "type"u8)) type = reader.GetString() ?? throw new JsonException("A save's type is a text.");
            else if (JsonFields.Is(ref reader, "source"u8)) source = AgentStateJsonConverter.ReadSource(ref reader);
            else if (JsonFields.Is(ref reader, "context"u8)) context = CausalContextJsonConverter.ReadContext(ref reader);
            else if (JsonFields.Is(ref reader, "operationId"u8)) operationId = reader.GetString();
            else if (JsonFields.Is(ref reader, "occurredAt"u8)) occurredAt = reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset();
            else if (JsonFields.Is(ref reader, "expectedVersion"u8)) expectedVersion = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
            else throw new JsonException($"A save has no field '{reader.GetString()}'.");
        }
        return new SaveRequest
        {
            Payload = payload ?? throw new JsonException("A save lacks the field 'payload'."),
            Type = type,
            Source = source,
            Context = context,
            OperationId = operationId,
            OccurredAt = occurredAt,
            ExpectedVersion = expectedVersion,
        };
    }

    internal static void WriteRequest(Utf8JsonWriter writer, SaveRequest value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(value.Payload.Utf8.Span, skipInputValidation: true);
        writer.WriteString("type"u8, value.Type);
        AgentStateJsonConverter.WriteSource(writer, value.Source);
        writer.WritePropertyName("context"u8);
        CausalContextJsonConverter.WriteContext(writer, value.Context);
        if (value.OperationId is not null) writer.WriteString("operationId"u8, value.OperationId);
        if (value.OccurredAt is { } occurredAt) writer.WriteString("occurredAt"u8, occurredAt);
        if (value.ExpectedVersion is { } expected) writer.WriteNumber("expectedVersion"u8, expected);
        writer.WriteEndObject();
    }
}
