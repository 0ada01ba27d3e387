using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura branch discard AGENT BRANCH</c>.</summary>
internal sealed class BranchDiscardCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Argument<string> _branch;
    private readonly Option<string?> _lesson;

    public BranchDiscardCommand(Screen screen) : base("discard", "Give a branch up: its history stays, and its last state says what was learnt.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _branch = Has(CommonOptions.BranchArgument());
        _lesson = Has(new Option<string?>("--lesson") { Description = "What was learnt, as JSON or plain text", HelpName = "JSON" });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch discard concierge wait-for-sale --lesson 'The last seats go before a sale'",
        """aura branch discard concierge wait-for-sale --lesson '{"risk":"sold out"}' --json""",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var (agent, name) = (line.GetRequiredValue(_agent), line.GetRequiredValue(_branch));
        var branch = await StateReference.FindLineAsync(aura, agent, name, cancellationToken);
        var lesson = line.GetValue(_lesson) is { } text ? PayloadText.JsonOrText(text) : Payload.Null;
        var state = await branch.DiscardAsync(new DiscardRequest { Lesson = lesson }, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(state, AuraJsonContext.Default.AgentState);
        else Screen.Line($"Discarded [bold]{name}[/]: its last state is [bold]{state.Agent}@{state.Version}[/], {state.Id.ToString()}");
        return ExitCodes.Ok;
    }
}
