using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aura.Cli;

/// <summary><c>aura replay FILE</c>.</summary>
internal sealed class ReplayCommand : AuraCommand
{
    private readonly Argument<string> _file;

    public ReplayCommand(Screen screen) : base(
        "replay", "Store exported histories again, ids, times and digests as they were. Run again, it adds what is missing and nothing twice.", screen) =>
        _file = Has(new Argument<string>("FILE") { Description = "What `aura export` wrote" });

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura replay all.jsonl --store sqlite:copy.db",
        "aura replay two.jsonl --store sqlite:copy.db --json",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var path = line.GetRequiredValue(_file);
        await using (InputFile.Open(path))
        {
            // What cannot be read must not leave an empty store behind.
        }
        await using var aura = await CommonOptions.OpenOrCreateAsync(line, cancellationToken);
        var report = await ProgressBar.RunAsync(Screen, bar => ReplayAsync(aura, path, bar, cancellationToken));
        if (line.GetValue(CommonOptions.Json)) Screen.Json(report, AuraJsonContext.Default.ReplayReport);
        else
        {
            var branches = Counted.Of(report.Branches, "branch", "branches");
            Screen.Line($"Stored {Counted.Of(report.States, "state")} and {branches}; {report.Known:N0} were there already");
        }
        if (report.Blocked == 0) return ExitCodes.Ok;
        var what = report.Unknown is { } unknown ? await MissingAsync(path, unknown, cancellationToken) : "the state that a branch was forked at";
        Screen.Error($"{Counted.Of(report.Blocked, "record")} could not be stored: {what} is neither in the file nor in the store.");
        return ExitCodes.Failed;
    }

    // An id alone tells nobody what to export as well. Every agent's states are exported together: a cause is what can be missing.
    private static async ValueTask<string> MissingAsync(string path, StateId missing, CancellationToken cancellationToken)
    {
        await foreach (var record in RecordsAsync(path, null, cancellationToken))
        {
            if (record.State is not { } state) continue;
            if (state.Context.Causes.Any(c => c.State == missing))
                return $"state {missing}, a cause of {StateReference.NameOf(state)} and of an agent that was not exported,";
            if (state.Parents.Contains(missing)) return $"state {missing}, which {StateReference.NameOf(state)} follows,";
        }
        return $"state {missing}";
    }

    // Agents wait for each other's states, so that the file is read again as long as that stores something more.
    private static async Task<ReplayReport> ReplayAsync(IAura aura, string path, ProgressBar bar, CancellationToken cancellationToken)
    {
        ReplayReport? all = null;
        while (true)
        {
            var pass = await aura.ReplayAsync(RecordsAsync(path, bar, cancellationToken), cancellationToken);
            all = all is null ? pass : pass with { States = all.States + pass.States, Branches = all.Branches + pass.Branches, Known = all.Known };
            if (pass.Blocked == 0 || pass.States + pass.Branches == 0) return all;
        }
    }

    private static async IAsyncEnumerable<ExportRecord> RecordsAsync(string path, ProgressBar? bar, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = InputFile.Open(path);
        using var reader = new StreamReader(file, bufferSize: 1 << 16);
        for (var number = 1L; await reader.ReadLineAsync(cancellationToken) is { } text; number++)
        {
            bar?.Show($"Replaying line {number:N0}", file.Position, file.Length);
            if (!string.IsNullOrWhiteSpace(text)) yield return RecordOf(text, path, number);
        }
    }

    private static ExportRecord RecordOf(string text, string path, long number)
    {
        try
        {
            var record = JsonSerializer.Deserialize(text, AuraJsonContext.Default.ExportRecord);
            if (record is not null && record.Branch is null != record.State is null) return record;
        }
        catch (Exception e) when (e is JsonException or InvalidInputException)
        {
            throw new InvalidInputException("file", $"{path}, line {number:N0}: this is no exported state or branch: {e.Message}", e);
        }
        throw new InvalidInputException("file", $"{path}, line {number:N0}: this is no exported state or branch.");
    }
}
