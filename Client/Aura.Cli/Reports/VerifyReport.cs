using System.Text.Json;

namespace Aura.Cli;

/// <summary>What a verification found, as JSON says it.</summary>
internal sealed record VerifyReport(bool Holds, long Lines, long States, IReadOnlyList<JsonElement> Damaged)
{
    // The contracts' converters are their assembly's own: what holds ids and digests is written by its context.
    public static VerifyReport Of(long lines, long states, IEnumerable<LineVerification> damaged)
    {
        JsonElement[] found = [.. damaged.Select(line => JsonSerializer.SerializeToElement(line, AuraJsonContext.Default.LineVerification))];
        return new VerifyReport(found.Length == 0, lines, states, found);
    }
}
