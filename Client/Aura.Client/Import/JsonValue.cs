using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aura.Client;

/// <summary>One JSON object of a file: its bytes and where they stood.</summary>
internal sealed class JsonValue(long number, byte[] utf8, FilePosition position)
{
    /// <summary>Its place among the file's values, from 1.</summary>
    public long Number => number;

    /// <summary>The very bytes.</summary>
    public byte[] Utf8 => utf8;

    /// <summary>Where it begins.</summary>
    public FilePosition Position => position;

    /// <summary>Where an element of the document that was opened over these bytes begins.</summary>
    public FilePosition PositionOf(JsonElement element) =>
        utf8.AsSpan().Overlaps(JsonMarshal.GetRawUtf8Value(element), out var offset) ? position.After(utf8.AsSpan(0, offset)) : position;
}
