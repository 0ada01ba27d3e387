using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Aura.LoadTests;

/// <summary>The command line.</summary>
internal sealed class LoadCommand : RootCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Option<int> _silos = ScheduleOptions.Number("--silos", 3, 1, 10, "Silo processes");
    private readonly Option<int> _killEvery = ScheduleOptions.Number(
        "--kill-every", 10, 0, 86_400,
        "Every so many seconds one silo is killed with SIGKILL and another started in its place, once the one before runs again; 0 for never");
    private readonly Option<bool> _killClients = new("--kill-clients")
    {
        Description = "Midway between two silos' kills, a client is killed and another started",
    };
    private readonly Option<bool> _rolling = new("--restart-rolling") { Description = "Silos are not killed but asked to end, with SIGTERM" };
    private readonly Option<int> _pausePostgres = ScheduleOptions.Number(
        "--pause-postgres", 0, 0, 3600, "Once, in the middle, PostgreSQL is killed and started again after so many seconds; 0 for never");
    private readonly Option<FileInfo?> _json = new("--json") { Description = "A file that gets the results as JSON", HelpName = "FILE" };

    public LoadCommand() : base("""
        Loads a cluster of Aura's silos at a fixed rate while it kills them, and checks that nothing acknowledged is lost.

        Each request has a time at which it is due, and is sent then whatever became of those before it; its latency counts from that time. A save
        whose outcome is uncertain is sent again, under the same operation id, for a minute. The recovery after a fault is the time until the last
        request became due that failed or took longer than a second.

        PostgreSQL, silos and clients are processes of their own on loopback, and the store is temporary. Exit codes: 0 if something was
        acknowledged and nothing is lost, duplicated, missing or damaged; 1 if not; 2 for a bad command line.
        """)
    {
        foreach (var option in ScheduleOptions.All.Prepend(_silos).Concat([_killEvery, _killClients, _rolling, _pausePostgres, _json])) Add(option);
        Add(new ClientCommand());
        Validators.Add(line =>
        {
            if (line.GetValue(_killEvery) == 0 && (line.GetValue(_killClients) || line.GetValue(_rolling)))
                line.AddError("--kill-clients and --restart-rolling happen every --kill-every seconds: that must not be 0.");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var plan = new FaultPlan(
            TimeSpan.FromSeconds(line.GetValue(_killEvery)), line.GetValue(_rolling), line.GetValue(_killClients),
            TimeSpan.FromSeconds(line.GetValue(_pausePostgres)));
        var report = await LoadRun.RunAsync(line.GetValue(_silos), ScheduleOptions.Read(line), plan, cancellationToken);
        ReportTables.Write(report, AnsiConsole.Console);
        if (line.GetValue(_json) is { } file)
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(report, JsonOptions) + "\n", cancellationToken);
        return report.Holds ? 0 : 1;
    }
}
