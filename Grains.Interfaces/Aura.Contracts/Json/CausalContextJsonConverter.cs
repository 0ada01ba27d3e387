using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>
/// Reads and writes a causal context by hand: it is part of every state that is stored and read back, and there it would cost more than all
/// other fields together. What says nothing is left out.
/// </summary>
internal sealed class CausalContextJsonConverter : JsonConverter<CausalContext>
{
    public override CausalContext Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadContext(ref reader);

    public override void Write(Utf8JsonWriter writer, CausalContext value, JsonSerializerOptions options) => WriteContext(writer, value);

    internal static CausalContext ReadContext(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A causal context is an object.");
        var context = CausalContext.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("causes"u8)) context = context with { Causes = ReadList(ref reader, CauseJsonConverter.ReadCause) };
            else if (reader.ValueTextEquals("effects"u8)) context = context with { Effects = ReadList(ref reader, ReadText) };
            else if (reader.ValueTextEquals("counterfactuals"u8)) context = context with { Counterfactuals = ReadCounterfactuals(ref reader) };
            else if (reader.ValueTextEquals("confidence"u8)) context = context with { Confidence = ReadNumber(ref reader) };
            else if (reader.ValueTextEquals("energyCost"u8)) context = context with { EnergyCost = ReadNumber(ref reader) ?? 0 };
            else throw new JsonException($"A causal context has no field '{reader.GetString()}'.");
        }
        return context;
    }

    internal static void WriteContext(Utf8JsonWriter writer, CausalContext value)
    {
        writer.WriteStartObject();
        if (value.Causes.Count > 0)
        {
            writer.WriteStartArray("causes"u8);
            foreach (var cause in value.Causes) CauseJsonConverter.WriteCause(writer, cause);
            writer.WriteEndArray();
        }
        if (value.Effects.Count > 0)
        {
            writer.WriteStartArray("effects"u8);
            foreach (var effect in value.Effects) writer.WriteStringValue(effect);
            writer.WriteEndArray();
        }
        if (value.Counterfactuals.Count > 0)
        {
            writer.WriteStartObject("counterfactuals"u8);
            foreach (var (name, counterfactual) in value.Counterfactuals)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, counterfactual, AuraJsonContext.Default.Counterfactual);
            }
            writer.WriteEndObject();
        }
        if (value.Confidence is { } confidence) writer.WriteNumber("confidence"u8, confidence);
        if (value.EnergyCost != 0) writer.WriteNumber("energyCost"u8, value.EnergyCost);
        writer.WriteEndObject();
    }

    private delegate T ReadItem<T>(ref Utf8JsonReader reader);

    private static T[] ReadList<T>(ref Utf8JsonReader reader, ReadItem<T> read)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Causes and effects are arrays.");
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray) return [];
        var first = read(ref reader);
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray) return [first];
        var items = new List<T> { first };
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(read(ref reader));
            reader.Read();
        }
        return [.. items];
    }

    private static string ReadText(ref Utf8JsonReader reader) => reader.GetString() ?? throw new JsonException("An effect is a string.");

    private static Dictionary<string, Counterfactual> ReadCounterfactuals(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Counterfactuals are an object.");
        var counterfactuals = new Dictionary<string, Counterfactual>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            counterfactuals[name] = JsonSerializer.Deserialize(ref reader, AuraJsonContext.Default.Counterfactual)
                ?? throw new JsonException($"Counterfactual '{name}' is missing.");
        }
        return counterfactuals;
    }

    private static double? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.GetDouble(),
            JsonTokenType.Null => null,
            _ => throw new JsonException("Confidence and energy cost are numbers."),
        };
    }
}
