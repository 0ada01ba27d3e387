using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Writes a cause as an object; reads an object, or a string with the meaning that it has in code.</summary>
internal sealed class CauseJsonConverter : JsonConverter<Cause>
{
    public override Cause Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadCause(ref reader);

    public override void Write(Utf8JsonWriter writer, Cause value, JsonSerializerOptions options) => WriteCause(writer, value);

    internal static Cause ReadCause(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A cause is a string or an object.");
        string? label = null;
        StateId? state = null;
        var relation = CausalRelation.Caused;
        double? confidence = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("label"u8))
            {
                reader.Read();
                label = reader.GetString();
            }
            else if (reader.ValueTextEquals("state"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null) state = StateIdJsonConverter.ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("relation"u8))
            {
                reader.Read();
                // The usual one by its bytes; the rest, wrong ones included, by the enum's own converter.
                relation = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("caused"u8)
                    ? CausalRelation.Caused
                    : JsonSerializer.Deserialize(ref reader, AuraJsonContext.Default.CausalRelation);
            }
            else if (reader.ValueTextEquals("confidence"u8))
            {
                reader.Read();
                confidence = reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble();
            }
            else
            {
                throw new JsonException($"A cause has no field '{reader.GetString()}': it has label or state, relation and confidence.");
            }
        }
        return new Cause { Label = label, State = state, Relation = relation, Confidence = confidence };
    }

    internal static void WriteCause(Utf8JsonWriter writer, Cause value)
    {
        writer.WriteStartObject();
        if (value.Label is not null) writer.WriteString("label"u8, value.Label);
        if (value.State is { } state) writer.WriteString("state"u8, state.Value);
        writer.WritePropertyName("relation"u8);
        if (value.Relation == CausalRelation.Caused) writer.WriteStringValue("caused"u8);
        else JsonSerializer.Serialize(writer, value.Relation, AuraJsonContext.Default.CausalRelation);
        if (value.Confidence is { } confidence) writer.WriteNumber("confidence"u8, confidence);
        writer.WriteEndObject();
    }
}
