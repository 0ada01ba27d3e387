using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory stats FABRIC</c>.</summary>
internal sealed class MemoryStatsCommand : AuraCommand
{
    private readonly Argument<string> _fabric;

    public MemoryStatsCommand(Screen screen) : base("stats", "Count what a fabric holds, and say where it is resident.", screen) =>
        _fabric = Has(MemoryOptions.Fabric());

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory stats airline",
        "aura memory stats airline --json | jq .semantic",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var statistics = await aura.Fabric(line.GetRequiredValue(_fabric)).StatisticsAsync(cancellationToken);
        if (line.GetValue(CommonOptions.Json))
        {
            Screen.Json(statistics, AuraJsonContext.Default.FabricStatistics);
            return ExitCodes.Ok;
        }
        Screen.Line($"[bold]{statistics.Name}[/] on {statistics.Device}");
        Count("memories", statistics.Memories);
        Count("working", statistics.Working);
        Count("episodic", statistics.Episodic);
        Count("semantic", statistics.Semantic);
        Count("superposed", statistics.Superposed);
        Count("archived", statistics.Archived);
        Count("resident", statistics.Resident);
        Count("rows", statistics.Rows);
        Count("bytes", statistics.Bytes);
        if (statistics.Capacity is { } capacity) Count("capacity", capacity);
        return ExitCodes.Ok;
    }

    private void Count(string what, long number) => Screen.Line($"  [grey]{what,-10}[/] {number,15:N0}");
}
