using System.Text.Json;
using Spectre.Console;

namespace Aura.Benchmarks;

/// <summary>Prints measurements and writes them to a file.</summary>
internal static class Report
{
    /// <summary>Prints a table, and JSON if a file is named.</summary>
    /// <returns>The exit code: 1 if a target was missed.</returns>
    public static async Task<int> WriteAsync(IReadOnlyList<Measurement> results, string? file)
    {
        var table = new Table().AddColumns("figure", "value", "unit", "peer", "peer's value", "ratio", "target", "holds");
        foreach (var r in results)
        {
            table.AddRow([
                Markup.Escape(r.Name), Number(r.Value), r.Unit, Markup.Escape(r.Peer ?? ""), Number(r.PeerValue), Number(r.Ratio), r.Target ?? "",
                r.Holds switch { true => "yes", false => "NO", null => "" }]);
        }
        AnsiConsole.Console.Profile.Width = 160;
        AnsiConsole.Write(table);
        if (file is not null)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(results, MeasurementJsonContext.Default.IReadOnlyListMeasurement) + "\n");
        return results.Any(r => r.Holds == false) ? 1 : 0;
    }

    private static string Number(double? value) => value switch
    {
        null => "",
        < 10 => value.Value.ToString("0.00"),
        < 1000 => value.Value.ToString("0.0"),
        _ => value.Value.ToString("N0"),
    };
}
