using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura erase AGENT</c>.</summary>
internal sealed class EraseCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Option<string?> _state;
    private readonly Option<bool> _yes;

    public EraseCommand(Screen screen) : base("erase", "Erase an agent, or the content of one of its states, for good.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _state = Has(new Option<string?>("--state") { Description = "Erase only this state's content; its digest stays, and the history still verifies", HelpName = "STATE" });
        _yes = Has(Consent.Yes());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura erase concierge                           # asks first",
        "aura erase concierge --state concierge@2 --yes # only what version 2 says",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var name = line.GetRequiredValue(_agent);
        var head = await aura.Agent(name).LoadAsync(null, cancellationToken) ?? throw new NotFoundException($"There is no agent '{name}'.");
        var state = line.GetValue(_state) is { } text ? await StateReference.FindAsync(aura, text, null, cancellationToken) : null;
        if (state is not null && state.Agent != name) throw new InvalidInputException("state", $"State {state.Id} is not one of agent '{name}', but of '{state.Agent}'.");
        var what = state is null ? $"agent '{name}' with all its states, {head.Version:N0} on main" : $"what {StateReference.NameOf(state)} says";
        if (!line.GetValue(_yes) && !Consent.Ask(Screen, what))
        {
            Screen.Error("Nothing was erased.");
            return ExitCodes.Failed;
        }
        if (state is null) await EraseAgentAsync(aura, name, line, cancellationToken);
        else await EraseStateAsync(aura, state, line, cancellationToken);
        return ExitCodes.Ok;
    }

    private async Task EraseAgentAsync(IAura aura, string name, ParseResult line, CancellationToken cancellationToken)
    {
        var record = await aura.Agent(name).EraseAsync(cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(record, AuraJsonContext.Default.ErasureRecord);
        else Screen.Line($"Erased agent [bold]{record.Agent}[/]: {Counted.Of(record.States, "state")}");
    }

    private async Task EraseStateAsync(IAura aura, AgentState state, ParseResult line, CancellationToken cancellationToken)
    {
        await aura.Agent(state.Agent).ErasePayloadAsync(state.Id, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(new ErasedState(state.Agent, state.Id.ToString(), state.Version), ReportJsonContext.Default.ErasedState);
        else Screen.Line($"Erased what [bold]{StateReference.NameOf(state)}[/] said");
    }
}
