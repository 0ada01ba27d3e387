using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura load AGENT</c>.</summary>
internal sealed class LoadCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Option<long?> _version;
    private readonly Option<string?> _id;
    private readonly Option<DateTimeOffset?> _recordedAt;
    private readonly Option<DateTimeOffset?> _occurredAt;
    private readonly Option<string?> _type;
    private readonly Option<string?> _branch;

    public LoadCommand(Screen screen) : base("load", "Print the content of an agent's last state, or of an older one, byte for byte.", screen)
    {
        _agent = Has(new Argument<string>("AGENT") { Description = "The agent's name" });
        _version = Has(CommonOptions.Version("--version", "The state at this version"));
        _id = Has(new Option<string?>("--id") { Description = "The state with this id", HelpName = "ID" });
        _recordedAt = Has(CommonOptions.Time("--recorded-at", "The last state that Aura had stored then"));
        _occurredAt = Has(CommonOptions.Time("--occurred-at", "The state that had last happened then"));
        _type = Has(new Option<string?>("--type") { Description = "The last state of this type", HelpName = "TYPE" });
        _branch = Has(CommonOptions.Branch());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura load concierge                              # the content of its last state",
        "aura load concierge --type decision --json       # the whole of its last decision",
        "aura load concierge --recorded-at 2026-11-22T21:30:00Z",
        "aura load concierge --version 3 --branch wait-for-sale",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var request = new LoadRequest
        {
            Version = line.GetValue(_version),
            Id = IdOf(line.GetValue(_id)),
            RecordedAt = line.GetValue(_recordedAt),
            OccurredAt = line.GetValue(_occurredAt),
            Type = line.GetValue(_type),
        };
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agent = line.GetRequiredValue(_agent);
        var branch = await StateReference.FindLineAsync(aura, agent, line.GetValue(_branch), cancellationToken);
        var state = await branch.LoadAsync(request, cancellationToken) ?? throw new NotFoundException($"Agent '{agent}' has no such state.");
        if (line.GetValue(CommonOptions.Json)) Screen.Json(state, AuraJsonContext.Default.AgentState);
        else
        {
            var payload = state.Payload ?? throw new NotFoundException($"The content of state {state.Id} was erased.");
            Screen.RawJson(payload.Utf8.Span);
        }
        return ExitCodes.Ok;
    }

    private static StateId? IdOf(string? text)
    {
        if (text is null) return null;
        return StateId.TryParse(text, null, out var id)
            ? id
            : throw new InvalidInputException("id", $"'{text}' is not a state id: it is 36 characters like 0198c2f0-7a51-7cc3-98c4-dc0c0c07398f.");
    }
}
