using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory list FABRIC</c>.</summary>
internal sealed class MemoryListCommand : AuraCommand
{
    private readonly Argument<string> _fabric;
    private readonly Option<bool> _superposed;
    private readonly Option<bool> _archived;
    private readonly Option<int?> _limit;
    private readonly Option<bool> _vectors;
    private readonly MemoryFilterOptions _filter;

    public MemoryListCommand(Screen screen) : base("list", "List memories, in the order in which they were stored.", screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _superposed = Has(new Option<bool>("--superposed") { Description = "Only those with several interpretations, and what these are" });
        _archived = Has(new Option<bool>("--archived") { Description = "Only those that are archived" });
        _filter = new MemoryFilterOptions(this);
        _limit = Has(CommonOptions.Number("--limit", "The most memories  [default: all]"));
        _vectors = Has(MemoryOptions.Vectors());
        Validators.Add(result =>
        {
            if (result.GetValue(_limit) < 1) result.AddError($"--limit is {result.GetValue(_limit)}: it must be at least 1.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory list airline --tier semantic      # what was learnt of many episodes",
        "aura memory list airline --superposed         # what can be understood in several ways",
        "aura memory list airline --json | jq -r '.[].id'",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var (superposed, archived, vectors) = (line.GetValue(_superposed), line.GetValue(_archived), line.GetValue(_vectors));
        var memories = aura.Fabric(line.GetRequiredValue(_fabric)).ListAsync(_filter.Of(line), cancellationToken)
            .Where(memory => (!superposed || memory.Interpretations.Count > 1) && (!archived || memory.Archived))
            .Take(line.GetValue(_limit) ?? int.MaxValue);
        if (line.GetValue(CommonOptions.Json))
        {
            await Screen.JsonArrayAsync(vectors ? memories : memories.Select(MemoryLines.WithoutVectors), AuraJsonContext.Default.Memory);
            return ExitCodes.Ok;
        }
        await foreach (var memory in memories) MemoryLines.Print(Screen, memory, interpretations: superposed);
        return ExitCodes.Ok;
    }
}
