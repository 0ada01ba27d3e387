using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Aura.Cli;

/// <summary><c>aura verify</c>.</summary>
internal sealed class VerifyCommand : AuraCommand
{
    private readonly Argument<string?> _agent;
    private readonly Option<bool> _all;

    public VerifyCommand(Screen screen) : base("verify", "Recompute every digest of an agent's history, or of all, and say what does not hold.", screen)
    {
        _agent = Has(new Argument<string?>("AGENT") { Description = "The agent's name", Arity = ArgumentArity.ZeroOrOne });
        _all = Has(new Option<bool>("--all") { Description = "Verify every agent" });
        Validators.Add(result =>
        {
            if (result.GetValue(_all) == result.GetValue(_agent) is not null) result.AddError("Name either an AGENT or --all.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura verify concierge                  # all its branches",
        "aura verify --all                      # exit code 3 if any history does not hold",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var (lines, states, damaged) = await ProgressBar.RunAsync(Screen, bar => VerifyAsync(aura, line.GetValue(_agent), bar, cancellationToken));
        if (line.GetValue(CommonOptions.Json)) Screen.Json(VerifyReport.Of(lines, states, damaged), ReportJsonContext.Default.VerifyReport);
        else Print(lines, states, damaged);
        return damaged.Count == 0 ? ExitCodes.Ok : ExitCodes.Damaged;
    }

    private async Task<(long Lines, long States, List<LineVerification> Damaged)> VerifyAsync(
        IAura aura, string? agent, ProgressBar bar, CancellationToken cancellationToken)
    {
        long lines = 0, states = 0;
        var damaged = new List<LineVerification>();
        double? total = agent is null && Screen.IsWatched ? (await aura.StatisticsAsync(cancellationToken)).Branches : null;
        await foreach (var verified in agent is null ? aura.VerifyAsync(cancellationToken) : LinesOfAsync(aura, agent, cancellationToken))
        {
            lines++;
            states += verified.States;
            if (!verified.Holds) damaged.Add(verified);
            bar.Show($"Verified {states:N0} states", lines, total);
        }
        return (lines, states, damaged);
    }

    private static async IAsyncEnumerable<LineVerification> LinesOfAsync(IAura aura, string agent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var branches = await aura.Agent(agent).ListBranchesAsync(cancellationToken);
        if (branches.Count == 0)
        {
            // An agent whose records were removed behind Aura's back still has its states.
            var main = await aura.Agent(agent).VerifyAsync(cancellationToken);
            if (main.Holds && main.States == 0) throw new NotFoundException($"There is no agent '{agent}'.");
            yield return main;
        }
        foreach (var branch in branches) yield return await aura.Branch(agent, branch.Name).VerifyAsync(cancellationToken);
    }

    private void Print(long lines, long states, List<LineVerification> damaged)
    {
        foreach (var line in damaged)
        {
            var branch = line.Branch == BranchNames.Main ? "" : $" [{line.Branch}]";
            Screen.Line($"[red]DAMAGED[/] [bold]{line.Agent}@{line.Damage!.Version}[/]{branch}  {line.Damage.Problem}  {line.Damage.State?.ToString()}");
        }
        if (damaged.Count == 0) Screen.Line($"[green]All holds:[/] {Counted.Of(states, "state")} in {Counted.Of(lines, "line")}");
        else Screen.Line($"[red]{damaged.Count:N0} of {Counted.Of(lines, "line")} do not hold[/]");
    }
}
