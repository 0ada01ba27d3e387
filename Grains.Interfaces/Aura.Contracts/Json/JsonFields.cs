using System.Text.Json;

namespace Aura;

/// <summary>Steps from field to field of an object that is read by hand.</summary>
internal static class JsonFields
{
    /// <summary>Goes on to the value if this is the field's name.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();
}
