using System.CommandLine;
using System.Globalization;

namespace Aura.Cli;

/// <summary><c>aura branch create AGENT NAME</c>.</summary>
internal sealed class BranchCreateCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Argument<string> _name;
    private readonly Option<string?> _from;
    private readonly Option<string?> _branch;

    public BranchCreateCommand(Screen screen) : base("create", "Open a branch, a possible future, at an agent's last state or at an older one.", screen)
    {
        _agent = Has(new Argument<string>("AGENT") { Description = "The agent's name" });
        _name = Has(new Argument<string>("NAME") { Description = "The new branch's name" });
        _from = Has(new Option<string?>("--from") { Description = "The state to go on from: a version, a state's id or AGENT@VERSION  [default: the last]", HelpName = "STATE" });
        _branch = Has(new Option<string?>("--branch") { Description = "The branch that --from, or its last state, is on  [default: main]", HelpName = "NAME" });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch create concierge cautious               # goes on from the last state",
        "aura branch create concierge wait-for-sale --from 3 # goes on from version 3",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agent = line.GetRequiredValue(_agent);
        var reference = line.GetValue(_from) ?? agent;
        if (long.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out _)) reference = $"{agent}@{reference}";
        var from = await StateReference.FindAsync(aura, reference, line.GetValue(_branch), cancellationToken);
        var created = await aura.Agent(agent).CreateBranchAsync(line.GetRequiredValue(_name), from.Id, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(created, AuraJsonContext.Default.BranchInfo);
        else Screen.Line($"Branch [bold]{created.Name}[/] goes on from {created.Agent}@{created.ForkVersion}");
        return ExitCodes.Ok;
    }
}
