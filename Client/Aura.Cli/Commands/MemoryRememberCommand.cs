using System.CommandLine;
using System.Diagnostics;

namespace Aura.Cli;

/// <summary><c>aura memory remember FABRIC</c>.</summary>
internal sealed class MemoryRememberCommand : AuraCommand
{
    private readonly Argument<string> _fabric;
    private readonly Option<string?> _text;
    private readonly Option<string?> _file;
    private readonly Option<string?> _agents;
    private readonly Option<string?> _id;
    private readonly Option<DateTimeOffset?> _at;
    private readonly Option<string[]> _types;
    private readonly Option<string[]> _labels;
    private readonly Option<string?> _tier;

    public MemoryRememberCommand(Screen screen) : base(
        "remember",
        "Remember a text, a file of texts, or what agents did. The first memory makes the fabric; what is there already is not stored twice.",
        screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _text = Has(new Option<string?>("--text") { Description = "A text, JSON, - for the standard input, or @FILE", HelpName = "TEXT" });
        _file = Has(new Option<string?>("--jsonl")
        {
            Description = $"A file of JSON Lines, each {MemoryLineText.Form}; - for the standard input, which, unlike a file, cannot be checked "
                + "before the first memory is stored",
            HelpName = "FILE",
        });
        _agents = Has(new Option<string?>("--agents")
        {
            Description = "The states on main of the agents whose names begin so; of chat messages what is said, but for system prompts",
            HelpName = "PREFIX",
        });
        _id = Has(new Option<string?>("--id") { Description = "With --text: its id  [default: a new one]", HelpName = "ID" });
        _at = Has(CommonOptions.Time("--at", "With --text: when it happened"));
        _types = Has(new Option<string[]>("--type")
        {
            Description = $"With --agents: states of this type. May be given several times  [default: {StateTypes.Observation}]",
            HelpName = "TYPE",
        });
        _labels = Has(new Option<string[]>("--label") { Description = "What filters find it by. May be given several times", HelpName = "LABEL" });
        _tier = Has(new Option<string?>("--tier") { Description = "working, episodic or semantic  [default: episodic]", HelpName = "TIER" });
        _tier.AcceptOnlyFromAmong(MemoryOptions.Tiers);
        Validators.Add(result =>
        {
            bool Given(Option option) => result.GetResult(option) is not null;
            if (new[] { _text, _file, _agents }.Count(Given) != 1) result.AddError("Name one of --text, --jsonl and --agents.");
            else if (!Given(_text) && (Given(_id) || Given(_at)))
                result.AddError("--id and --at need --text: lines of a file have their own, and so have states.");
            else if (!Given(_agents) && Given(_types)) result.AddError("--type needs --agents.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory remember travel --text 'The fare to Lisbon drops on Fridays' --label fares",
        "aura memory remember travel --jsonl notes.jsonl     # interrupted and run again, it adds what is missing",
        "aura memory remember airline --agents airline/      # what users and tools said to agents that were imported",
        "aura memory remember airline --agents airline/ --type decision",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var name = Names.Check("fabric", line.GetRequiredValue(_fabric));
        foreach (var label in line.GetValue(_labels) ?? []) Names.Check("label", label);
        if (line.GetValue(_text) is not { } text) return await RememberAllAsync(line, name, cancellationToken);
        // Checked before the store is opened, so that what is refused does not leave an empty store behind.
        var memory = RequestFields.Checked(With(line, new MemoryRequest
        {
            Id = line.GetValue(_id),
            Content = await PayloadText.ReadTextAsync(text, "--text", cancellationToken),
            OccurredAt = line.GetValue(_at),
        }));
        await using var aura = await CommonOptions.OpenOrCreateAsync(line, cancellationToken);
        var remembered = await RequestFields.AskAsync(() => aura.Fabric(name).RememberAsync(memory, cancellationToken));
        if (line.GetValue(CommonOptions.Json)) Screen.Json(remembered, AuraJsonContext.Default.Remembered);
        else if (remembered.Added) Screen.Line($"Remembered [bold]{remembered.Id}[/]");
        else Screen.Line($"[bold]{remembered.Id}[/] was there already: used once more");
        return ExitCodes.Ok;
    }

    private async Task<int> RememberAllAsync(ParseResult line, string name, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var file = line.GetValue(_file) is { } path ? new JsonLinesFile(path) : null;
        if (file is { IsPipe: false }) await ProgressBar.RunAsync(Screen, bar => CheckAsync(file, bar, cancellationToken));
        await using var aura = file is null
            ? await CommonOptions.OpenAsync(line, cancellationToken)
            : await CommonOptions.OpenOrCreateAsync(line, cancellationToken);
        var writer = new MemoryWriter(aura.Fabric(name));
        var types = line.GetValue(_types) is { Length: > 0 } named ? named : [StateTypes.Observation];
        var states = new StateMemories(aura, line.GetValue(_agents) ?? "", types);
        try
        {
            await ProgressBar.RunAsync(Screen, async bar =>
            {
                var memories = file is null ? states.ReadAsync(cancellationToken) : file.ReadAsync(MemoryLineText.Memory, cancellationToken);
                await writer.WriteAsync(memories.Select(memory => With(line, memory)), Show, cancellationToken);
                return true;

                void Show()
                {
                    var (done, total) = file is null ? (states.Done, states.Agents) : (file.BytesRead, file.Bytes);
                    bar.Show($"Remembered {writer.Stored:N0} memories", done, total);
                }
            });
        }
        catch (OperationCanceledException)
        {
            Screen.Error($"Interrupted: {Counted.Of(writer.Stored, "memory", "memories")} are stored and stay; run it again to go on.");
            return ExitCodes.Interrupted;
        }
        var report = new MemoryReport(name, writer.Added, writer.Known, states.Silent, Math.Round(clock.Elapsed.TotalSeconds, 3));
        if (line.GetValue(CommonOptions.Json)) Screen.Json(report, ReportJsonContext.Default.MemoryReport);
        else Print(report);
        return ExitCodes.Ok;
    }

    // To its end, so that of a file that is wrong anywhere nothing is stored.
    private static async Task<long> CheckAsync(JsonLinesFile file, ProgressBar bar, CancellationToken cancellationToken)
    {
        var lines = 0L;
        await foreach (var _ in file.ReadAsync(MemoryLineText.Memory, cancellationToken))
        {
            if (++lines % 1000 == 0) bar.Show("Checking", file.BytesRead, file.Bytes);
        }
        return lines > 0 ? lines : throw new InvalidInputException("file", "The file is empty: there is nothing to remember.");
    }

    private MemoryRequest With(ParseResult line, MemoryRequest memory) => memory with
    {
        Labels = [.. memory.Labels, .. line.GetValue(_labels) ?? []],
        Tier = line.GetValue(_tier) is { } tier ? MemoryOptions.TierOf(tier) : memory.Tier,
    };

    private void Print(MemoryReport report)
    {
        var silent = report.Silent == 0 ? "" : $"; {Counted.Of(report.Silent, "state")} without a word, or of a system prompt, passed over";
        Screen.Line($"{Counted.Of(report.Added, "memory", "memories")} added, {report.Known:N0} were there already{silent} ({report.Seconds:0.0} s)");
    }
}
