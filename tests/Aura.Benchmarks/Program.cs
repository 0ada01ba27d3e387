using System.Text.Json;
using Aura.Benchmarks;
using Spectre.Console;

var benchmarks = new Dictionary<string, Func<Task<IReadOnlyList<Measurement>>>>
{
    ["append"] = AppendBenchmark.RunAsync,
};

var file = args is [_, "--json", var path] ? path : null;
if (args.Length != (file is null ? 1 : 3) || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/Aura.Benchmarks -- {string.Join('|', benchmarks.Keys)} [--json FILE]");
    return 2;
}

var results = await run();
var table = new Table().AddColumns("figure", "value", "unit", "peer", "peer's value", "ratio", "target", "holds");
foreach (var r in results)
{
    table.AddRow([
        Markup.Escape(r.Name), Number(r.Value), r.Unit, r.Peer ?? "", Number(r.PeerValue), Number(r.Ratio), r.Target ?? "",
        r.Holds switch { true => "yes", false => "NO", null => "" }]);
}
AnsiConsole.Console.Profile.Width = 160;
AnsiConsole.Write(table);
if (file is not null) await File.WriteAllTextAsync(file, JsonSerializer.Serialize(results, MeasurementJsonContext.Default.IReadOnlyListMeasurement) + "\n");
return results.Any(r => r.Holds == false) ? 1 : 0;

static string Number(double? value) => value switch
{
    null => "",
    < 10 => value.Value.ToString("0.00"),
    < 1000 => value.Value.ToString("0.0"),
    _ => value.Value.ToString("N0"),
};
