using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura agents</c>.</summary>
internal sealed class AgentsCommand : AuraCommand
{
    private readonly Option<string?> _prefix;
    private readonly Option<int?> _limit;

    public AgentsCommand(Screen screen) : base("agents", "List the agents by name.", screen)
    {
        _prefix = Has(new Option<string?>("--prefix") { Description = "Only names that begin with this", HelpName = "TEXT" });
        _limit = Has(CommonOptions.Number("--limit", "The most agents  [default: all]"));
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura agents                              # each with its last state",
        "aura agents --prefix airline/ --limit 5",
        "aura agents --json | jq -r '.[].agent'",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agents = aura.AgentsAsync(new AgentQuery { Prefix = line.GetValue(_prefix), Limit = line.GetValue(_limit) }, cancellationToken);
        if (line.GetValue(CommonOptions.Json))
        {
            await Screen.JsonArrayAsync(agents, AuraJsonContext.Default.AgentSummary);
            return ExitCodes.Ok;
        }
        await foreach (var agent in agents)
        {
            var branches = agent.Branches == 1 ? "" : $"  {agent.Branches} branches";
            Screen.Line($"[bold]{agent.Agent}@{agent.Version}[/]  [grey]{Times.Show(agent.RecordedAt)}[/]  [blue]{agent.HeadType}[/]{branches}");
        }
        return ExitCodes.Ok;
    }
}
