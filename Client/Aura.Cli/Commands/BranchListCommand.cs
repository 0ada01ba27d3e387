using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura branch list AGENT</c>.</summary>
internal sealed class BranchListCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Option<bool> _all;

    public BranchListCommand(Screen screen) : base("list", "List an agent's branches, main first: what has become of each, and where it came from.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _all = Has(SpeculationLogs.All());
    }

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
        var shown = SpeculationLogs.Without(branches, line.GetValue(_all));
        if (line.GetValue(CommonOptions.Json)) Screen.Json(shown, AuraJsonContext.Default.IReadOnlyListBranchInfo);
        else await PrintAsync(aura, agent, shown, cancellationToken);
        SpeculationLogs.Hint(Screen, branches.Count - shown.Count);
        return ExitCodes.Ok;
    }

    private async Task PrintAsync(IAura aura, string agent, IReadOnlyList<BranchInfo> branches, CancellationToken cancellationToken)
    {
        var joins = branches.All(b => b.JoinedBy is null) ? [] : (await aura.Agent(agent).BranchGraphAsync(cancellationToken)).Joins;
        var places = joins.ToDictionary(join => join.State, join => $"{join.Branch}@{join.Version}");
        foreach (var branch in branches) Print(branch, branch.JoinedBy is { } by ? places.GetValueOrDefault(by) ?? by.ToString() : null);
    }

    private void Print(BranchInfo branch, string? joinedBy)
    {
        var (status, colour) = (branch.Status.ToString().ToLowerInvariant(), StatusColours.Of(branch.Status));
        var origin = branch.Origin is null ? "" : $"  from {branch.Origin}@{branch.ForkVersion}";
        var end = branch.ExpiresAt is { } time ? $"  until {Times.Show(time)}" : "";
        var joined = joinedBy is null ? "" : $"  joined by {joinedBy}";
        Screen.Line($"[bold]{branch.Name}[/]  [{colour}]{status}[/]  at version {branch.HeadVersion}, {branch.States} of its own{origin}{end}{joined}");
    }
}
