using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura branch promote AGENT BRANCH</c>.</summary>
internal sealed class BranchPromoteCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Argument<string> _branch;
    private readonly Option<string?> _into;

    public BranchPromoteCommand(Screen screen) : base("promote", "Have a line take over what a branch has come to, whatever it has come to itself.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _branch = Has(CommonOptions.BranchArgument());
        _into = Has(CommonOptions.Into());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch promote concierge wait-for-sale",
        "aura branch promote concierge wait-for-sale --into cautious",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var (agent, branch) = (line.GetRequiredValue(_agent), line.GetRequiredValue(_branch));
        var into = await BranchTarget.FindAsync(aura, agent, branch, line.GetValue(_into), cancellationToken);
        var state = await aura.Branch(agent, into).PromoteAsync(new PromoteRequest { Branch = branch }, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(state, AuraJsonContext.Default.AgentState);
        else Screen.Line($"Promoted [bold]{branch}[/] to [bold]{into}[/]: saved [bold]{StateReference.NameOf(state)}[/] as {state.Id.ToString()}");
        return ExitCodes.Ok;
    }
}
