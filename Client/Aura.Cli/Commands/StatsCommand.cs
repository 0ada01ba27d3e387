using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura stats</c>.</summary>
internal sealed class StatsCommand(Screen screen) : AuraCommand("stats", "Count what the store holds.", screen)
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura stats",
        "aura stats --json | jq .states",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var statistics = await aura.StatisticsAsync(cancellationToken);
        if (line.GetValue(CommonOptions.Json))
        {
            Screen.Json(statistics, AuraJsonContext.Default.StoreStatistics);
            return ExitCodes.Ok;
        }
        Screen.Line($"[bold]{statistics.Store}[/]");
        Count("agents", statistics.Agents);
        Count("states", statistics.States);
        Count("branches", statistics.Branches);
        Count("links", statistics.Links);
        Count("blobs", statistics.Blobs);
        Count("erasures", statistics.Erasures);
        Count("fabrics", statistics.Fabrics);
        Count("memories", statistics.Memories);
        Count("bytes", statistics.Bytes);
        return ExitCodes.Ok;
    }

    private void Count(string what, long number) => Screen.Line($"  [grey]{what,-9}[/] {number,15:N0}");
}
