using System.CommandLine;
using Aura.Engine;

namespace Aura.Cli;

/// <summary><c>aura branch merge AGENT BRANCH</c>.</summary>
internal sealed class BranchMergeCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Argument<string> _branch;
    private readonly Option<string?> _into;
    private readonly Option<string?> _strategy;
    private readonly Option<string?> _resolver;
    private readonly Option<bool> _preview;

    public BranchMergeCommand(Screen screen) : base(
        "merge", "Merge what a branch has come to into another: three-way, by path. Exit code 1 if conflicts remain; then nothing is stored.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _branch = Has(CommonOptions.BranchArgument());
        _into = Has(CommonOptions.Into());
        _strategy = Has(new Option<string?>("--strategy")
        {
            Description = "What prevails where both have changed: report (nothing), ours or theirs  [default: report]",
            HelpName = "STRATEGY",
        });
        _strategy.AcceptOnlyFromAmong("report", "ours", "theirs");
        _resolver = Has(new Option<string?>("--resolver")
        {
            Description = "The registered resolver that decides conflicts; what it leaves, the strategy decides",
            HelpName = "NAME",
        });
        _preview = Has(new Option<bool>("--preview") { Description = "Only say what would come of it" });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch merge concierge wait-for-sale --preview",
        "aura branch merge concierge wait-for-sale --strategy theirs",
        "aura branch merge concierge main --into wait-for-sale      # brings the branch up to date",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var (agent, branch) = (line.GetRequiredValue(_agent), line.GetRequiredValue(_branch));
        var into = await BranchTarget.FindAsync(aura, agent, branch, line.GetValue(_into), cancellationToken);
        var report = await aura.Branch(agent, into).MergeAsync(new MergeRequest
        {
            Branch = branch,
            Strategy = line.GetValue(_strategy) switch { "ours" => MergeStrategy.Ours, "theirs" => MergeStrategy.Theirs, _ => MergeStrategy.Report },
            Resolver = line.GetValue(_resolver),
            Preview = line.GetValue(_preview),
        }, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(report, AuraJsonContext.Default.MergeReport);
        else await PrintAsync(aura, report, branch, into, line.GetValue(_preview), cancellationToken);
        if (report.Kind != MergeKind.Conflicted) return ExitCodes.Ok;
        var remain = report.Conflicts.Count == 1 ? "remains" : "remain";
        Screen.Error($"{Counted.Of(report.Conflicts.Count, "conflict")} between '{branch}' and '{into}' {remain}: nothing was stored.");
        return ExitCodes.Failed;
    }

    private async Task PrintAsync(IAura aura, MergeReport report, string branch, string into, bool preview, CancellationToken cancellationToken)
    {
        foreach (var conflict in report.Resolved) Print("decided", conflict);
        foreach (var conflict in report.Conflicts) Print("conflict", conflict);
        if (report.Kind == MergeKind.UpToDate) Screen.Line($"[bold]{into}[/] has all of [bold]{branch}[/] already");
        var how = report.Kind == MergeKind.FastForward ? $", and '{into}' had not changed since" : "";
        if (report.State is { } state)
            Screen.Line($"Merged [bold]{branch}[/] into [bold]{into}[/]{how}: saved [bold]{StateReference.NameOf(state)}[/] as {state.Id.ToString()}");
        if (!preview || report.Kind is MergeKind.UpToDate or MergeKind.Conflicted) return;
        Screen.Line($"Would merge [bold]{branch}[/] into [bold]{into}[/]{how}:");
        var ours = (await aura.FindAsync(report.Ours, cancellationToken))!.Payload!;
        PatchLines.Print(Screen, ours, JsonDiff.Between(ours, report.Payload!));
    }

    private void Print(string what, MergeConflict conflict)
    {
        Screen.Line($"{what} [bold]{(conflict.Path.Length == 0 ? "(the whole)" : conflict.Path)}[/]");
        foreach (var (side, value) in ((string, Payload?)[])[("base", conflict.Base), ("ours", conflict.Ours), ("theirs", conflict.Theirs)])
        {
            var lines = value is null ? ["(absent)"] : JsonLines.Of(value).Split('\n');
            for (var i = 0; i < lines.Length; i++) Screen.Line($"  [grey]{(i == 0 ? side : ""),-6}[/] {lines[i]}");
        }
    }
}
