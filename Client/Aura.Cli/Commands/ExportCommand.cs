using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aura.Cli;

/// <summary><c>aura export AGENT …</c>.</summary>
internal sealed class ExportCommand : AuraCommand
{
    private readonly Argument<string[]> _agents;
    private readonly Option<string?> _file;

    public ExportCommand(Screen screen) : base("export", "Write histories as JSON Lines, one state or branch a line, for `aura replay` to store again.", screen)
    {
        _agents = Has(new Argument<string[]>("AGENT") { Description = "The agents' names; all agents if none is named", Arity = ArgumentArity.ZeroOrMore });
        _file = Has(new Option<string?>("--out")
        {
            Description = "The file to write, which appears when it is complete  [default: the standard output]",
            HelpName = "FILE",
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura export --out all.jsonl",
        "aura export concierge fare-watch > two.jsonl        # with the agent that concierge has causes at: a store needs both",
        "aura export concierge fare-watch | gzip > two.jsonl.gz",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agents = line.GetValue(_agents) ?? [];
        foreach (var agent in agents) await StateReference.FindLineAsync(aura, agent, null, cancellationToken);
        // Where all agents are written, nothing is missing.
        var missing = agents.Length > 0 ? new MissingCauses() : null;
        var records = RecordsAsync(aura, agents, missing, cancellationToken);
        if (line.GetValue(_file) is { } file) await WriteAsync(line, file, records, cancellationToken);
        else await Screen.JsonLinesAsync(records, AuraJsonContext.Default.ExportRecord);
        if (missing is not null && await missing.FindAsync(aura, cancellationToken) is { Count: > 0 } names)
            Screen.Hint($"aura: Warning: causes of these states are not written, and `aura replay` needs them: those of {string.Join(", ", names)}.");
        return ExitCodes.Ok;
    }

    private async Task WriteAsync(ParseResult line, string file, IAsyncEnumerable<ExportRecord> records, CancellationToken cancellationToken)
    {
        var written = await ProgressBar.RunAsync(Screen, bar => WriteAsync(file, records, bar, cancellationToken));
        if (line.GetValue(CommonOptions.Json)) Screen.Json(new ExportReport(file, written), ReportJsonContext.Default.ExportReport);
        else Screen.Line($"Wrote {Counted.Of(written, "record")} to [bold]{file}[/]");
    }

    private static async IAsyncEnumerable<ExportRecord> RecordsAsync(
        IAura aura, string[] agents, MissingCauses? missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = agents.Length > 0 ? agents.Distinct().ToAsyncEnumerable() : aura.AgentsAsync(null, cancellationToken).Select(a => a.Agent);
        await foreach (var name in names)
        {
            await foreach (var record in aura.Agent(name).ExportAsync(cancellationToken))
            {
                missing?.Add(record);
                yield return record;
            }
        }
    }

    // Under its name there is either what was there before, or all of the new.
    private static async Task<long> WriteAsync(string path, IAsyncEnumerable<ExportRecord> records, ProgressBar bar, CancellationToken cancellationToken)
    {
        var (part, written) = ($"{path}.part", 0L);
        await using (var file = OutputFile.Create(part))
        {
            await foreach (var record in records.WithCancellation(cancellationToken))
            {
                await file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(record, AuraJsonContext.Default.ExportRecord), cancellationToken);
                file.WriteByte((byte)'\n');
                bar.Show($"Exported {++written:N0} records", 0, null);
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
        return written;
    }
}
