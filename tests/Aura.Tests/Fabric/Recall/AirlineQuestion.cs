using System.Text.Json;

namespace Aura.Tests.Fabric.Recall;

/// <summary>A question that a person may ask about the airline's runs, and what answers it.</summary>
/// <param name="Kind">
/// What makes it hard: <c>name</c> asks by an id or a name, <c>fact</c> for something that a tool returned, <c>paraphrase</c> in other words than
/// were used, <c>spelling</c> in words that are misspelt, joined or inflected otherwise.
/// </param>
/// <param name="Question">The question.</param>
/// <param name="Answers">
/// The messages that answer it, each as the state that it is imported as; one of those that are the same to the letter stands for all.
/// </param>
public sealed record AirlineQuestion(string Kind, string Question, IReadOnlyList<string> Answers)
{
    /// <summary>Reads all questions.</summary>
    public static async Task<List<AirlineQuestion>> ReadAllAsync()
    {
        var questions = new List<AirlineQuestion>();
        using var reader = new StreamReader(typeof(AirlineQuestion).Assembly.GetManifestResourceStream("airline-questions.jsonl")!);
        while (await reader.ReadLineAsync() is { } line) questions.Add(JsonSerializer.Deserialize<AirlineQuestion>(line, JsonSerializerOptions.Web)!);
        return questions;
    }
}
