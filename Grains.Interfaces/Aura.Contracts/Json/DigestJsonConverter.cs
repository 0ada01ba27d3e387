using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>Writes a digest as 64 hexadecimal digits.</summary>
public sealed class DigestJsonConverter : JsonConverter<Digest>
{
    /// <inheritdoc/>
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadDigest(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[2 * Digest.Size];
        Spell(value, text);
        writer.WriteStringValue(text);
    }

    internal static Digest ReadDigest(ref Utf8JsonReader reader)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        if (reader is { TokenType: JsonTokenType.String, HasValueSequence: false } && reader.ValueSpan.Length == 2 * Digest.Size
            && Convert.FromHexString(reader.ValueSpan, bytes, out _, out _) == OperationStatus.Done) return new Digest(bytes);
        try
        {
            return Digest.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    internal static void WriteDigest(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Digest value)
    {
        Span<byte> text = stackalloc byte[2 * Digest.Size];
        Spell(value, text);
        writer.WriteString(name, text);
    }

    private static void Spell(Digest value, Span<byte> text)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        value.CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, text, out _);
    }
}
