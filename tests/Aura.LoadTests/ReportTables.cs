using Spectre.Console;

namespace Aura.LoadTests;

/// <summary>Prints a report for people.</summary>
internal static class ReportTables
{
    /// <summary>Prints a report as tables.</summary>
    public static void Write(LoadReport report, IAnsiConsole console)
    {
        console.Profile.Width = 160;
        console.WriteLine(
            $"{report.Silos} silos, {report.Schedule.Clients} clients, {report.Schedule.Agents:N0} agents; {report.Schedule.Rate:N0} requests/s due for "
            + $"{report.Schedule.Seconds} s, {report.Throughput:N1} requests/s succeeded");

        var latencies = new Table().AddColumns("milliseconds", "succeeded", "p50", "p99", "p99.9", "max");
        foreach (var (kind, l) in report.Latencies)
            latencies.AddRow(kind == "sent" ? "sent late by" : kind, $"{l.Count:N0}", $"{l.P50:N1}", $"{l.P99:N1}", $"{l.P999:N1}", $"{l.Max:N1}");
        console.Write(latencies);

        var counts = new Table().AddColumns("kind", "outcomes", "failed attempts");
        foreach (var (kind, outcomes) in report.Outcomes) counts.AddRow(kind, List(outcomes), List(report.Errors.GetValueOrDefault(kind)));
        console.Write(counts);

        var recoveries = new Table().AddColumns("at s", "fault", "recovered after s", "restarted after s", "failed or over 1 s", "longest s");
        foreach (var r in report.Recoveries)
            recoveries.AddRow($"{r.AtSeconds:N1}", r.What, $"{r.Seconds:N2}", $"{r.BackSeconds:N2}", $"{r.Suffered:N0}", $"{r.LongestSeconds:N2}");
        if (report.Recoveries.Count > 0) console.Write(recoveries);

        console.Write(new Table().AddColumns("stored", "acknowledged", "lost", "duplicated", "gaps", "damaged").AddRow(
            $"{report.Stored:N0}", $"{report.Acknowledged:N0}", $"{report.Lost:N0}", $"{report.Duplicated:N0}", $"{report.Gaps:N0}", $"{report.Damaged:N0}"));
    }

    private static string List(IReadOnlyDictionary<string, int>? counts) => string.Join(", ", counts?.Select(c => $"{c.Key} {c.Value:N0}") ?? []);
}
