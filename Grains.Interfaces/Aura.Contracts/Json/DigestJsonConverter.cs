using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Writes a digest as 64 hexadecimal digits.</summary>
public sealed class DigestJsonConverter : JsonConverter<Digest>
{
    /// <inheritdoc/>
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Digest.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        Span<byte> text = stackalloc byte[2 * Digest.Size];
        value.CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, text, out _);
        writer.WriteStringValue(text);
    }
}
