using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Writes a cause as an object; reads an object, or a string with the meaning that it has in code.</summary>
internal sealed class CauseJsonConverter : JsonConverter<Cause>
{
    public override Cause Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A cause is a string or an object.");
        string? label = null;
        StateId? state = null;
        var relation = CausalRelation.Caused;
        double? confidence = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "label":
                    label = reader.GetString();
                    break;
                case "state":
                    state = JsonSerializer.Deserialize(ref reader, AuraJsonContext.Default.NullableStateId);
                    break;
                case "relation":
                    relation = JsonSerializer.Deserialize(ref reader, AuraJsonContext.Default.CausalRelation);
                    break;
                case "confidence":
                    confidence = reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble();
                    break;
                default:
                    throw new JsonException($"A cause has no field '{name}': it has label or state, relation and confidence.");
            }
        }
        return new Cause { Label = label, State = state, Relation = relation, Confidence = confidence };
    }

    public override void Write(Utf8JsonWriter writer, Cause value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Label is not null) writer.WriteString("label", value.Label);
        if (value.State is { } state) writer.WriteString("state", state.Value);
        writer.WritePropertyName("relation");
        JsonSerializer.Serialize(writer, value.Relation, AuraJsonContext.Default.CausalRelation);
        if (value.Confidence is { } confidence) writer.WriteNumber("confidence", confidence);
        writer.WriteEndObject();
    }
}
