using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura branch list AGENT</c>.</summary>
internal sealed class BranchListCommand : AuraCommand
{
    private readonly Argument<string> _agent;

    public BranchListCommand(Screen screen) : base("list", "List an agent's branches, main first: what has become of each, and where it came from.", screen) =>
        _agent = Has(CommonOptions.Agent());

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
        var joins = branches.Any(b => b.JoinedBy is not null) ? (await aura.Agent(agent).BranchGraphAsync(cancellationToken)).Joins.ToLookup(j => j.State) : null;
        foreach (var branch in branches)
        {
            var origin = branch.Origin is null ? "" : $"  from {branch.Origin}@{branch.ForkVersion}";
            var end = branch.ExpiresAt is { } time ? $"  until {Times.Show(time)}" : "";
            var joined = branch.JoinedBy is { } by ? $"  joined by {(joins![by].FirstOrDefault() is { } join ? $"{join.Branch}@{join.Version}" : by.ToString())}" : "";
            Screen.Line($"[bold]{branch.Name}[/]  [{StatusColours.Of(branch.Status)}]{branch.Status.ToString().ToLowerInvariant()}[/]  at version {branch.HeadVersion}, {branch.States} of its own{origin}{end}{joined}");
        }
        return ExitCodes.Ok;
    }
}
