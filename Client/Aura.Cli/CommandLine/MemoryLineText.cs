using System.Text.Json;

namespace Aura.Cli;

/// <summary>How memories and queries are written in files of JSON Lines.</summary>
internal static class MemoryLineText
{
    /// <summary>The form of a memory, for people.</summary>
    public const string Form = """{"id": …, "text": …}, with "at" and "labels" where there are any""";

    /// <summary>Reads a memory.</summary>
    /// <exception cref="InvalidInputException">It is none, or cannot be one.</exception>
    public static MemoryRequest Memory(JsonElement line)
    {
        JsonLineFields.Only(line, "id", "text", "at", "labels");
        return RequestFields.Checked(new MemoryRequest
        {
            Id = JsonLineFields.Text(line, "id"),
            Content = JsonLineFields.Text(line, "text"),
            OccurredAt = JsonLineFields.Time(line, "at"),
            Labels = JsonLineFields.Texts(line, "labels"),
        });
    }

    /// <summary>Reads a query: a string, or an object that has it as its field <c>query</c>.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static string Query(JsonElement line)
    {
        if (line.ValueKind == JsonValueKind.String)
        {
            return line.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw new InvalidInputException("query", "query is empty.");
        }
        JsonLineFields.Only(line, "query");
        return JsonLineFields.Text(line, "query");
    }
}
