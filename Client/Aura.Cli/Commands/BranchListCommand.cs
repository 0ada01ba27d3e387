using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura branch list AGENT</c>.</summary>
internal sealed class BranchListCommand : AuraCommand
{
    private readonly Argument<string> _agent;

    public BranchListCommand(Screen screen) : base("list", "List an agent's branches, main first.", screen) =>
        _agent = Has(new Argument<string>("AGENT") { Description = "The agent's name" });

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch list concierge",
        "aura branch list concierge --json | jq -r '.[].name'",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agent = line.GetRequiredValue(_agent);
        var branches = await aura.Agent(agent).ListBranchesAsync(cancellationToken);
        if (branches.Count == 0) throw new NotFoundException($"There is no agent '{agent}'.");
        if (line.GetValue(CommonOptions.Json))
        {
            Screen.Json(branches, AuraJsonContext.Default.IReadOnlyListBranchInfo);
            return ExitCodes.Ok;
        }
        foreach (var branch in branches)
        {
            var origin = branch.Origin is null ? "" : $"  from {branch.Origin}@{branch.ForkVersion}";
            Screen.Line($"[bold]{branch.Name}[/]  at version {branch.HeadVersion}, {branch.States} of its own{origin}");
        }
        return ExitCodes.Ok;
    }
}
