using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Writes an id as its 36 characters.</summary>
public sealed class StateIdJsonConverter : JsonConverter<StateId>
{
    /// <inheritdoc/>
    public override StateId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadId(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StateId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    internal static StateId ReadId(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id)) return new StateId(id);
        return reader.TokenType == JsonTokenType.String && StateId.TryParse(reader.GetString(), null, out var prefixed)
            ? prefixed
            : throw new JsonException("This is not a state id.");
    }
}
