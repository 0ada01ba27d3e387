using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Reads and writes a state by hand: exports and printed histories are made of it.</summary>
internal sealed class AgentStateJsonConverter : JsonConverter<AgentState>
{
    public override AgentState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A state is an object.");
        StateId? id = null;
        Digest? payloadDigest = null, digest = null;
        DateTimeOffset? occurredAt = null, recordedAt = null;
        StateSource? source = null;
        long? version = null;
        string? agent = null, branch = null, type = null, operationId = null;
        IReadOnlyList<StateId> parents = [];
        Payload? payload = null;
        var context = CausalContext.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonFields.Is(ref reader, "id"u8)) id = StateIdJsonConverter.ReadId(ref reader);
            else if (JsonFields.Is(ref reader, "agent"u8)) agent = reader.GetString();
            else if (JsonFields.Is(ref reader, "branch"u8)) branch = reader.ValueTextEquals("main"u8) ? BranchNames.Main : reader.GetString();
            else if (JsonFields.Is(ref reader, "version"u8)) version = reader.GetInt64();
            else if (JsonFields.Is(ref reader, "parents"u8)) parents = ReadParents(ref reader);
            else if (JsonFields.Is(ref reader, "type"u8)) type = reader.GetString();
            else if (JsonFields.Is(ref reader, "source"u8)) source = ReadSource(ref reader);
            else if (JsonFields.Is(ref reader, "payload"u8)) payload = PayloadJsonConverter.ReadPayload(ref reader);
            else if (JsonFields.Is(ref reader, "payloadDigest"u8)) payloadDigest = DigestJsonConverter.ReadDigest(ref reader);
            else if (JsonFields.Is(ref reader, "context"u8)) context = CausalContextJsonConverter.ReadContext(ref reader);
            else if (JsonFields.Is(ref reader, "operationId"u8)) operationId = reader.GetString();
            else if (JsonFields.Is(ref reader, "occurredAt"u8)) occurredAt = reader.GetDateTimeOffset();
            else if (JsonFields.Is(ref reader, "recordedAt"u8)) recordedAt = reader.GetDateTimeOffset();
            else if (JsonFields.Is(ref reader, "digest"u8)) digest = DigestJsonConverter.ReadDigest(ref reader);
            else throw new JsonException($"A state has no field '{reader.GetString()}'.");
        }
        return new AgentState
        {
            Id = id ?? throw Lacks("id"),
            Agent = agent ?? throw Lacks("agent"),
            Branch = branch ?? throw Lacks("branch"),
            Version = version ?? throw Lacks("version"),
            Parents = parents,
            Type = type ?? throw Lacks("type"),
            Source = source ?? throw Lacks("source"),
            Payload = payload,
            PayloadDigest = payloadDigest ?? throw Lacks("payloadDigest"),
            Context = context,
            OperationId = operationId,
            OccurredAt = occurredAt ?? throw Lacks("occurredAt"),
            RecordedAt = recordedAt ?? throw Lacks("recordedAt"),
            Digest = digest ?? throw Lacks("digest"),
        };
    }

    public override void Write(Utf8JsonWriter writer, AgentState value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, value.Id.Value);
        writer.WriteString("agent"u8, value.Agent);
        writer.WriteString("branch"u8, value.Branch);
        writer.WriteNumber("version"u8, value.Version);
        writer.WriteStartArray("parents"u8);
        for (var i = 0; i < value.Parents.Count; i++) writer.WriteStringValue(value.Parents[i].Value);
        writer.WriteEndArray();
        writer.WriteString("type"u8, value.Type);
        WriteSource(writer, value.Source);
        if (value.Payload is not null)
        {
            writer.WritePropertyName("payload"u8);
            writer.WriteRawValue(value.Payload.Utf8.Span, skipInputValidation: true);
        }
        DigestJsonConverter.WriteDigest(writer, "payloadDigest"u8, value.PayloadDigest);
        writer.WritePropertyName("context"u8);
        CausalContextJsonConverter.WriteContext(writer, value.Context);
        if (value.OperationId is not null) writer.WriteString("operationId"u8, value.OperationId);
        writer.WriteString("occurredAt"u8, value.OccurredAt);
        writer.WriteString("recordedAt"u8, value.RecordedAt);
        DigestJsonConverter.WriteDigest(writer, "digest"u8, value.Digest);
        writer.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter writer, StateSource source)
    {
        writer.WritePropertyName("source"u8);
        if (source == StateSource.Update) writer.WriteStringValue("update"u8);
        else JsonSerializer.Serialize(writer, source, AuraJsonContext.Default.StateSource);
    }

    private static StateId[] ReadParents(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return [];
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Parents are an array.");
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray) return [];
        var first = StateIdJsonConverter.ReadId(ref reader);
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray) return [first];
        var second = StateIdJsonConverter.ReadId(ref reader);
        reader.Read();
        return reader.TokenType == JsonTokenType.EndArray ? [first, second] : throw new JsonException("A state has at most two parents.");
    }

    private static StateSource ReadSource(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("update"u8)
            ? StateSource.Update
            : JsonSerializer.Deserialize(ref reader, AuraJsonContext.Default.StateSource);

    private static JsonException Lacks(string field) => new($"A state lacks the field '{field}'.");
}
