using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura revert AGENT --to STATE</c>.</summary>
internal sealed class RevertCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Option<string> _to;
    private readonly Option<string?> _branch;

    public RevertCommand(Screen screen) : base("revert", "Go back to the content of an older state, by a new one: history stays as it is.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _to = Has(new Option<string>("--to") { Description = $"The older state: {LinePoint.Forms}, or AGENT@VERSION", HelpName = "STATE", Required = true });
        _branch = Has(CommonOptions.Branch());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura revert concierge --to 3",
        "aura revert concierge --to 2026-11-22T21:30:00Z     # to what Aura had stored last at that time",
        "aura revert concierge --to 4 --branch wait-for-sale",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var branch = await StateReference.FindLineAsync(aura, line.GetRequiredValue(_agent), line.GetValue(_branch), cancellationToken);
        var text = line.GetRequiredValue(_to);
        var to = LinePoint.TryParse(text)
            ?? new LoadRequest { Id = (await StateReference.FindAsync(aura, text, line.GetValue(_branch), cancellationToken)).Id };
        var state = await branch.RevertAsync(new RevertRequest { To = to }, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(state, AuraJsonContext.Default.AgentState);
        else Screen.Line($"Went back to {text}: saved [bold]{StateReference.NameOf(state)}[/] as {state.Id.ToString()}");
        return ExitCodes.Ok;
    }
}
