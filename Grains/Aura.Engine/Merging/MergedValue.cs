using System.Text.Json;

namespace Aura.Engine;

/// <summary>What stands at one path after a merge: a value of one side, one that was given, one put together, or nothing.</summary>
/// <param name="IsOurs">Whether it is what ours has there, be it nothing.</param>
/// <param name="IsTheirs">Whether it is what theirs has there, be it nothing.</param>
/// <param name="Value">The side's value.</param>
/// <param name="Given">The value that was given.</param>
/// <param name="Parts">What the value is put together from.</param>
internal readonly record struct MergedValue(bool IsOurs, bool IsTheirs, JsonElement Value, Payload? Given = null, MergedParts? Parts = null)
{
    public bool IsAbsent => Value.ValueKind == JsonValueKind.Undefined && Given is null && Parts is null;

    public void Write(JsonBuffer to)
    {
        if (Parts is not null) Parts.Write(to);
        else to.Append(Given is not null ? Given.Utf8.Span : JsonValues.Raw(Value));
    }
}
