using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

internal sealed class StateIdJsonConverter : JsonConverter<StateId>
{
    public override StateId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StateId.TryParse(reader.GetString(), null, out var id) ? id : throw new JsonException("This is not a state id.");

    public override void Write(Utf8JsonWriter writer, StateId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
