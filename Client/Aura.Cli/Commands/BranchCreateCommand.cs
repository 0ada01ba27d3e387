using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura branch create AGENT NAME</c>.</summary>
internal sealed class BranchCreateCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Argument<string> _name;
    private readonly Option<string?> _from;
    private readonly Option<string?> _branch;
    private readonly Option<TimeSpan?> _life;

    public BranchCreateCommand(Screen screen) : base("create", "Open a branch, a possible future, at an agent's last state or at an older one.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _name = Has(new Argument<string>("NAME") { Description = "The new branch's name" });
        _from = Has(new Option<string?>("--from")
        {
            Description = "The state to go on from: a version, a state's id, AGENT@VERSION or AGENT:BRANCH@VERSION  [default: the last]",
            HelpName = "STATE",
        });
        _branch = Has(new Option<string?>("--branch") { Description = "The branch that --from, or its last state, is on  [default: main]", HelpName = "NAME" });
        _life = Has(CommonOptions.Duration("--ttl", "After how long the branch can no longer be written to"));
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch create concierge cautious               # goes on from the last state",
        "aura branch create concierge other-search --from 3  # goes on from version 3",
        "aura branch create concierge quick-try --ttl 12h    # closes by itself",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agent = line.GetRequiredValue(_agent);
        await StateReference.FindLineAsync(aura, agent, null, cancellationToken);
        var from = await StateReference.FindOnAsync(aura, line.GetValue(_from) ?? agent, agent, line.GetValue(_branch), cancellationToken);
        var request = new CreateBranchRequest { Name = line.GetRequiredValue(_name), From = from.Id, TimeToLive = line.GetValue(_life) };
        var created = await aura.Agent(agent).CreateBranchAsync(request, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(created, AuraJsonContext.Default.BranchInfo);
        else
        {
            var end = created.ExpiresAt is { } time ? $" until {Times.Show(time)}" : "";
            Screen.Line($"Branch [bold]{created.Name}[/] goes on from {StateReference.ForkOf(created)}{end}");
        }
        return ExitCodes.Ok;
    }
}
