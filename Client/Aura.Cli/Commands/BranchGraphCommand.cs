using System.CommandLine;
using Aura.Engine;

namespace Aura.Cli;

/// <summary><c>aura branch graph AGENT</c>.</summary>
internal sealed class BranchGraphCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Option<string?> _format;
    private readonly Option<bool> _all;

    public BranchGraphCommand(Screen screen) : base("graph", "Draw how an agent's branches leave each other and meet again.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _format = Has(new Option<string?>("--format") { Description = "text, svg or json  [default: text]", HelpName = "FORMAT" });
        _format.AcceptOnlyFromAmong("text", "svg", "json");
        _all = Has(SpeculationLogs.All());
        Validators.Add(result =>
        {
            if (result.GetValue(CommonOptions.Json) && result.GetValue(_format) is { } format and not "json")
                result.AddError($"--json and --format {format} cannot both be.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch graph concierge                     # newest at the top, as git log --graph draws it",
        "aura branch graph concierge --format svg > branches.svg",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agent = line.GetRequiredValue(_agent);
        await StateReference.FindLineAsync(aura, agent, null, cancellationToken);
        var whole = await aura.Agent(agent).BranchGraphAsync(cancellationToken);
        // Nothing is ever joined with the log of a speculation.
        var graph = whole with { Branches = SpeculationLogs.Without(whole.Branches, line.GetValue(_all)) };
        switch (line.GetValue(CommonOptions.Json) ? "json" : line.GetValue(_format))
        {
            case "json":
                Screen.Json(graph, AuraJsonContext.Default.BranchGraph);
                break;
            case "svg":
                Screen.Block(BranchGraphSvg.Render(graph));
                break;
            default:
                Screen.Block(BranchGraphText.Render(graph));
                break;
        }
        SpeculationLogs.Hint(Screen, whole.Branches.Count - graph.Branches.Count);
        return ExitCodes.Ok;
    }
}
