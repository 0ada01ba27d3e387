using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory recall FABRIC TEXT</c>.</summary>
internal sealed class MemoryRecallCommand : AuraCommand
{
    private const int UsualTop = 10;
    private const int AskedTogether = 256;

    private readonly Argument<string> _fabric;
    private readonly Argument<string?> _text;
    private readonly Option<string?> _file;
    private readonly Option<int?> _top;
    private readonly Option<string?> _mode;
    private readonly Option<bool> _vectors;
    private readonly MemoryFilterOptions _filter;

    public MemoryRecallCommand(Screen screen) : base("recall", "Find the memories nearest to a text, or to each of many.", screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _text = Has(new Argument<string?>("TEXT") { Description = "What is looked for", Arity = ArgumentArity.ZeroOrOne });
        _file = Has(new Option<string?>("--jsonl")
        {
            Description = "A file of queries, each line {\"query\": …} or a string; - for the standard input. "
                + "Prints {\"query\", \"hits\": [{\"id\", \"score\"}]} for each",
            HelpName = "FILE",
        });
        _top = Has(MemoryOptions.Top(UsualTop));
        _mode = Has(new Option<string?>("--mode")
        {
            Description = "By vector, by the words of the text, or by both, fused: hybrid, vector or text  [default: hybrid]",
            HelpName = "MODE",
        });
        _mode.AcceptOnlyFromAmong("hybrid", "vector", "text");
        _filter = new MemoryFilterOptions(this);
        _vectors = Has(MemoryOptions.Vectors());
        Validators.Add(result =>
        {
            if (result.GetValue(_text) is null == result.GetResult(_file) is null) result.AddError("Give either a TEXT or --jsonl.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory recall airline 'cancel a flight because of a family emergency'",
        "aura memory recall airline 'refund to a gift card' --top 3 --label tool --mode text",
        "aura memory recall airline --jsonl queries.jsonl --top 10 > hits.jsonl    # many in one pass",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var fabric = aura.Fabric(line.GetRequiredValue(_fabric));
        if (line.GetValue(_text) is { } text) await RecallAsync(line, fabric, text, cancellationToken);
        else await ProgressBar.RunAsync(Screen, bar => RecallAllAsync(line, fabric, new JsonLinesFile(line.GetValue(_file)!), bar, cancellationToken));
        return ExitCodes.Ok;
    }

    private async Task RecallAsync(ParseResult line, IMemoryFabric fabric, string text, CancellationToken cancellationToken)
    {
        var found = await RequestFields.AskAsync(() => fabric.RecallAsync(RequestOf(line, text), cancellationToken));
        if (line.GetValue(CommonOptions.Json))
        {
            var shown = line.GetValue(_vectors)
                ? found
                : new Recollection([.. found.Hits.Select(hit => hit with { Memory = MemoryLines.WithoutVectors(hit.Memory!) })]);
            Screen.Json(RecallReport.Of(text, shown), ReportJsonContext.Default.RecallReport);
            return;
        }
        if (found.Hits.Count == 0) Screen.Line($"Nothing was found.");
        for (var i = 0; i < found.Hits.Count; i++)
        {
            var (hit, memory) = (found.Hits[i], found.Hits[i].Memory!);
            var (score, time) = (MemoryLines.Number(hit.Score), Times.Show(memory.OccurredAt));
            Screen.Line($"{i + 1,3}  {score,7}  [bold]{hit.Id}[/]  [grey]{time}[/]  {MemoryLines.TextOf(memory, hit.Interpretation)}");
        }
    }

    private async Task<long> RecallAllAsync(ParseResult line, IMemoryFabric fabric, JsonLinesFile file, ProgressBar bar, CancellationToken cancellationToken)
    {
        var asked = 0L;
        await foreach (var queries in file.ReadAsync(MemoryLineText.Query, cancellationToken).Chunk(AskedTogether).WithCancellation(cancellationToken))
        {
            var requests = Array.ConvertAll(queries, query => RequestOf(line, query) with { WithMemories = false });
            var found = await RequestFields.AskAsync(() => fabric.RecallAsync(requests, cancellationToken));
            for (var i = 0; i < queries.Length; i++)
            {
                var hits = new Recollection([.. found[i].Hits.Select(hit => new MemoryHit { Id = hit.Id, Score = hit.Score })]);
                Screen.Json(RecallReport.Of(queries[i], hits), ReportJsonContext.Default.RecallReport);
            }
            bar.Show($"Asked {asked += queries.Length:N0} queries", file.BytesRead, file.Bytes);
        }
        return asked;
    }

    private RecallRequest RequestOf(ParseResult line, string text) => new()
    {
        Text = text,
        Mode = line.GetValue(_mode) switch { "vector" => RecallMode.Vector, "text" => RecallMode.Text, _ => RecallMode.Hybrid },
        Top = line.GetValue(_top) ?? UsualTop,
        Filter = _filter.Of(line),
    };
}
