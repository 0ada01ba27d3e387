using System.CommandLine;
using System.Diagnostics;
using Aura.Client;

namespace Aura.Cli;

/// <summary><c>aura import chat FILE</c>.</summary>
internal sealed class ImportChatCommand : AuraCommand
{
    private readonly Argument<string> _file;
    private readonly Option<string?> _name;
    private readonly Option<int?> _parallel;

    public ImportChatCommand(Screen screen) : base(
        "chat", "Import runs in the OpenAI chat format: one agent a run, one state a message. Run again, it goes on where it stopped.", screen)
    {
        _file = Has(new Argument<string>("FILE")
        {
            Description = "A JSON array or JSON Lines of runs, each with 'messages' or 'traj', or a bare list of messages; - for the standard input, "
                + "which, unlike a file, cannot be checked before the first run is stored",
        });
        _name = Has(new Option<string?>("--name") { Description = "What the agents' names begin with  [default: the file's name]", HelpName = "NAME" });
        _parallel = Has(CommonOptions.Number("--parallel", "How many runs to store at the same time  [default: 64]"));
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura import chat runs.jsonl                        # agents runs/run-1, runs/run-2, …",
        "aura import chat airline.json --store sqlite:x.db  # agents airline/task-0-trial-0, …",
        "zcat big.json.gz | aura import chat - --name big   # from a pipe",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var path = line.GetRequiredValue(_file);
        var options = new ChatImportOptions { Name = line.GetValue(_name) };
        if (line.GetValue(_parallel) is { } parallel) options = options with { ParallelRuns = parallel };
        await using var file = path == "-" ? Console.OpenStandardInput() : InputFile.Open(path);
        await using var aura = await CommonOptions.OpenOrCreateAsync(line, cancellationToken);

        var clock = Stopwatch.StartNew();
        var progress = new BarProgress();
        ChatImportResult result;
        try
        {
            result = await ProgressBar.RunAsync(Screen, bar =>
            {
                progress.Bar = bar;
                return new ChatImporter(aura).ImportAsync(file, path == "-" ? "standard-input" : Path.GetFileName(path), options, progress, cancellationToken);
            });
        }
        catch (OperationCanceledException)
        {
            Screen.Error($"Interrupted: {Counted.Of(progress.Stored, "state")} of the file are stored and stay; run it again to go on.");
            return ExitCodes.Interrupted;
        }
        if (line.GetValue(CommonOptions.Json))
        {
            var store = (await aura.StatisticsAsync(cancellationToken)).Store;
            Screen.Json(ImportReport.Of(store, path, result, clock.Elapsed), ReportJsonContext.Default.ImportReport);
        }
        else
        {
            Screen.Line(
                $"{Counted.Of(result.Runs, "run")}, {Counted.Of(result.States, "state")}: {result.Added:N0} added, {result.Known:N0} were there already ({clock.Elapsed.TotalSeconds:0.0} s)");
        }
        if (result.Differing > 0)
            Screen.Hint($"aura: Warning: {Counted.Of(result.Differing, "state")} of those differ from what the file says now, and were left as they are.");
        return ExitCodes.Ok;
    }

    private sealed class BarProgress : IProgress<ChatImportProgress>
    {
        public ProgressBar? Bar { get; set; }

        public long Stored { get; private set; }

        public void Report(ChatImportProgress value)
        {
            if (!value.Checking) Stored = value.States;
            if (value.Checking) Bar?.Show("Checking", value.Bytes, value.TotalBytes);
            else Bar?.Show($"Importing {value.States:N0} states", value.States, value.TotalStates);
        }
    }
}
