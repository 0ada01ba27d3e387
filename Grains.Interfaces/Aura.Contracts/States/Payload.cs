using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Aura;

/// <summary>
/// One JSON value as the very UTF-8 bytes that came: checked once, never reformatted, so that numbers of any size and keys in any
/// order survive. White space around the value is no part of it and is cut off; white space inside is kept.
/// </summary>
[JsonConverter(typeof(PayloadJsonConverter))]
public sealed class Payload : IEquatable<Payload>
{
    /// <summary>Objects and arrays may be nested this deep.</summary>
    public const int MaxDepth = 64;

    /// <summary>The JSON value <c>null</c>.</summary>
    public static readonly Payload Null = new("null"u8.ToArray());

    // One level more than is allowed, so that the level too deep is met here and not as the reader's own error.
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth + 1 };
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Payload(ReadOnlyMemory<byte> utf8) => Utf8 = utf8;

    /// <summary>The value's bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>The value's length in bytes.</summary>
    public int Length => Utf8.Length;

    /// <summary>Checks and takes a JSON text.</summary>
    /// <exception cref="InvalidInputException">It is not one JSON value, is nested deeper than 64, or holds half a surrogate pair.</exception>
    public static Payload Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return Take(StrictUtf8.GetBytes(json));
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidInputException("payload", $"Payload holds half a surrogate pair at character {e.Index}: it must be well-formed Unicode.");
        }
    }

    /// <summary>Checks and copies a UTF-8 JSON text.</summary>
    /// <exception cref="InvalidInputException">It is not UTF-8, not one JSON value, or is nested deeper than 64.</exception>
    public static Payload Parse(ReadOnlySpan<byte> utf8) => Take(utf8.ToArray());

    /// <summary>Takes bytes that were checked before, without a copy: for stores that read back what they had accepted.</summary>
    public static Payload FromStore(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>Serialises a value by a source-generated contract.</summary>
    /// <exception cref="InvalidInputException">The value cannot be written as JSON, or not as deep as it is nested.</exception>
    public static Payload From<T>(T value, JsonTypeInfo<T> type)
    {
        try
        {
            return Take(JsonSerializer.SerializeToUtf8Bytes(value, type));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new InvalidInputException("payload", $"Payload cannot be written as JSON: {e.Message}", e);
        }
    }

    /// <summary>Serialises a value by reflection, with camel-case names unless <paramref name="options"/> say otherwise.</summary>
    /// <exception cref="InvalidInputException">The value cannot be written as JSON, or not as deep as it is nested.</exception>
    public static Payload From<T>(T value, JsonSerializerOptions? options = null) =>
        From(value, (JsonTypeInfo<T>)(options ?? JsonSerializerOptions.Web).GetTypeInfo(typeof(T)));

    /// <summary>Reads the value back by a source-generated contract.</summary>
    public T? As<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Utf8.Span, type);

    /// <summary>Reads the value back by reflection, with camel-case names unless <paramref name="options"/> say otherwise.</summary>
    public T? As<T>(JsonSerializerOptions? options = null) =>
        As((JsonTypeInfo<T>)(options ?? JsonSerializerOptions.Web).GetTypeInfo(typeof(T)));

    /// <summary>Opens the value for reading; dispose it after use.</summary>
    public JsonDocument Open() => JsonDocument.Parse(Utf8);

    /// <summary>A JSON string with this content.</summary>
    public static implicit operator Payload(string text) => From(text, AuraJsonContext.Default.String);

    /// <summary>The bytes of a JSON node.</summary>
    public static implicit operator Payload(JsonNode node) => Parse(node.ToJsonString());

    /// <summary>Whether the bytes are the same.</summary>
    public bool Equals(Payload? other) => other is not null && Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Payload);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>Checks a UTF-8 JSON text and takes it without a copy: its bytes must not change any more.</summary>
    /// <exception cref="InvalidInputException">It is not UTF-8, not one JSON value, or is nested deeper than 64.</exception>
    internal static Payload Take(ReadOnlyMemory<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8.Span)) throw new InvalidInputException("payload", "Payload is not UTF-8.");
        var value = utf8[..utf8.Span.TrimEnd(" \t\r\n"u8).Length];
        value = value[(value.Length - value.Span.TrimStart(" \t\r\n"u8).Length)..];
        if (value.IsEmpty) throw new InvalidInputException("payload", "Payload is empty: it must be one JSON value.");
        var reader = new Utf8JsonReader(value.Span, Strict);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaxDepth)
                    throw new InvalidInputException("payload", $"Payload is nested deeper than {MaxDepth}.");
            }
        }
        catch (JsonException e)
        {
            throw new InvalidInputException("payload", $"Payload is not valid JSON: {e.Message}", e);
        }
        return new Payload(value);
    }
}
