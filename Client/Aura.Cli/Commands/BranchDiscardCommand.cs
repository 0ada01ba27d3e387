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
        var lesson = line.GetValue(_lesson) is { } text ? PayloadText.JsonOrText(text, "--lesson") : null;
        var state = await branch.DiscardAsync(new DiscardRequest { Lesson = lesson ?? Payload.Null }, cancellationToken);
        // Discarding is once and for all, so that what is learnt later is not written down; what was learnt may have been erased.
        if (lesson is not null && state.PayloadDigest != Digest.Of(lesson.Utf8.Span))
            throw new InvalidInputException(
                "branch", $"Branch '{name}' of agent '{agent}' was discarded already, with another lesson: see {StateReference.NameOf(state)}.");
        if (line.GetValue(CommonOptions.Json)) Screen.Json(state, AuraJsonContext.Default.AgentState);
        else Screen.Line($"Discarded [bold]{name}[/]: its last state is [bold]{StateReference.NameOf(state)}[/], {state.Id.ToString()}");
        return ExitCodes.Ok;
    }
}
