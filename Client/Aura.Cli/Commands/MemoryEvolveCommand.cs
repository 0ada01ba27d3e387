using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory evolve FABRIC</c>.</summary>
internal sealed class MemoryEvolveCommand : AuraCommand
{
    private const int MostShown = 10;
    private const string Forms = $"{MomentText.Form}, or +30d for so long from now";

    private readonly Argument<string> _fabric;
    private readonly Option<DateTimeOffset?> _at;
    private readonly Option<bool> _withoutConsolidation;

    public MemoryEvolveCommand(Screen screen) : base(
        "evolve", "Let time pass: memories decay, drift, leave working memory, become semantic, and are archived, never lost.", screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _at = Has(new Option<DateTimeOffset?>("--at")
        {
            Description = $"Until when: {Forms}  [default: now]",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (MomentText.TryParse(result.Tokens[0].Value, TimeProvider.System.GetUtcNow(), out var time)) return time;
                result.AddError($"--at is '{result.Tokens[0].Value}': {Forms} is expected.");
                return null;
            },
        });
        _withoutConsolidation = Has(new Option<bool>("--no-consolidate") { Description = "Leave similar episodes as they are" });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory evolve airline",
        "aura memory evolve airline --at +30d       # as it will be in a month",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var name = line.GetRequiredValue(_fabric);
        var request = new EvolveRequest { At = line.GetValue(_at), Consolidate = !line.GetValue(_withoutConsolidation) };
        var evolution = await ProgressBar.RunAsync(Screen, async bar =>
        {
            bar.Show("Evolving", 0, null);
            return await aura.Fabric(name).EvolveAsync(request, cancellationToken);
        });
        if (line.GetValue(CommonOptions.Json)) Screen.Json(evolution, AuraJsonContext.Default.Evolution);
        else await PrintAsync(aura.Fabric(name), name, evolution, cancellationToken);
        return ExitCodes.Ok;
    }

    private async Task PrintAsync(IMemoryFabric fabric, string name, Evolution evolution, CancellationToken cancellationToken)
    {
        Screen.Line($"[bold]{name}[/] evolved to {Times.Show(evolution.At)}, from {Counted.Of(evolution.Memories, "resident memory", "resident memories")}");
        Count("drifted", evolution.Drifted);
        Count("left working memory", evolution.LeftWorking);
        Count("became part of a semantic memory", evolution.Consolidated);
        Count("semantic memories of these", evolution.Semantic.Count);
        Count("archived", evolution.Archived);
        foreach (var id in evolution.Semantic.Take(MostShown))
        {
            if (await fabric.GetAsync(id, cancellationToken) is { } memory) MemoryLines.Print(Screen, memory, interpretations: false);
        }
        if (evolution.Semantic.Count > MostShown) Screen.Line($"… `aura memory list {ShellWord.Quote(name)} --tier semantic` shows all");
    }

    private void Count(string what, long number) => Screen.Line($"  [grey]{what,-33}[/] {number,9:N0}");
}
