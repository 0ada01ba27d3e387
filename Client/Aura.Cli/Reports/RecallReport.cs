using System.Text.Json;

namespace Aura.Cli;

/// <summary>What a query found, as JSON says it.</summary>
internal sealed record RecallReport(string Query, JsonElement Hits)
{
    // As with all records of the contracts, their own context writes the hits.
    public static RecallReport Of(string query, Recollection found) =>
        new(query, JsonSerializer.SerializeToElement(found, AuraJsonContext.Default.Recollection).GetProperty("hits"));
}
