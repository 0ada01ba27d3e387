using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory fabrics</c>.</summary>
internal sealed class MemoryFabricsCommand(Screen screen) : AuraCommand("fabrics", "List the fabrics by name.", screen)
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory fabrics",
        "aura memory fabrics --json | jq -r '.[].name'",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var fabrics = aura.FabricsAsync(cancellationToken);
        if (line.GetValue(CommonOptions.Json))
        {
            await Screen.JsonArrayAsync(fabrics, AuraJsonContext.Default.FabricInfo);
            return ExitCodes.Ok;
        }
        await foreach (var fabric in fabrics)
            Screen.Line($"[bold]{fabric.Name}[/]  [grey]{Times.Show(fabric.CreatedAt)}[/]  {fabric.Settings.Dimensions} dimensions  {fabric.Embedding}");
        return ExitCodes.Ok;
    }
}
