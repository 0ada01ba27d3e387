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
    private readonly Option<string?> _at;
    private readonly Option<string?> _compute;
    private readonly Option<string?> _args;
    private readonly Option<bool> _remember;
    private readonly Option<TimeSpan?> _timeLimit;

    public LoadCommand(Screen screen) : base(
        "load", "Print the content of an agent's last state, or of an older one, byte for byte, or what is computed from it.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _at = Has(new Option<string?>("--at") { Description = $"The state at a point: {LinePoint.Forms}", HelpName = "POINT" });
        _version = Has(CommonOptions.Version("--version", "The state at this version"));
        _id = Has(new Option<string?>("--id") { Description = "The state with this id", HelpName = "ID" });
        _recordedAt = Has(CommonOptions.Time("--recorded-at", "The last state that Aura had stored then"));
        _occurredAt = Has(CommonOptions.Time("--occurred-at", "The state that had last happened then"));
        _type = Has(new Option<string?>("--type") { Description = "The last state of this type", HelpName = "TYPE" });
        _branch = Has(CommonOptions.Branch());
        _compute = Has(new Option<string?>("--compute") { Description = "Print what this registered retrieval computes from the state", HelpName = "NAME" });
        _args = Has(new Option<string?>("--args") { Description = "Its arguments: JSON, - for the standard input, or @FILE", HelpName = "JSON" });
        _remember = Has(new Option<bool>("--remember") { Description = "Save its result as the line's next state, caused by the state that was read" });
        _timeLimit = Has(CommonOptions.Duration("--time-limit", $"How long it may take  [default: {RetrieveRequest.UsualTimeLimit.TotalSeconds:0}s]"));
        Validators.Add(result =>
        {
            // Only whether they are given: what does not parse has no value, and is an error already.
            bool Any(params Option[] options) => options.Any(option => result.GetResult(option) is not null);
            var computes = Any(_args, _timeLimit) || result.GetValue(_remember);
            if (computes && result.GetValue(_compute) is null) result.AddError("--args, --remember and --time-limit need --compute.");
            if (result.GetValue(_at) is not null && Any(_version, _id, _recordedAt, _occurredAt))
                result.AddError("--at names the state already: --version, --id, --recorded-at and --occurred-at cannot be beside it.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura load concierge                              # the content of its last state",
        "aura load concierge --type decision --json       # the whole of its last decision",
        "aura load concierge --at 2026-11-22T21:30:00Z    # what Aura had stored last at that time; also a version or an id",
        "aura load concierge --at 3 --branch wait-for-sale",
        """aura load concierge --compute project --args '{"paths":["/decision"]}'""",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var request = RequestOf(line);
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agent = line.GetRequiredValue(_agent);
        var branch = await StateReference.FindLineAsync(aura, agent, line.GetValue(_branch), cancellationToken);
        if (line.GetValue(_compute) is { } retrieval)
        {
            await ComputeAsync(line, branch, retrieval, request, cancellationToken);
            return ExitCodes.Ok;
        }
        var state = await branch.LoadAsync(request, cancellationToken) ?? throw await NoneAsync(branch, request, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(state, AuraJsonContext.Default.AgentState);
        else
        {
            var payload = state.Payload ?? throw new NotFoundException($"The content of state {state.Id} was erased.");
            Screen.RawJson(payload.Utf8.Span);
        }
        return ExitCodes.Ok;
    }

    private static async ValueTask<NotFoundException> NoneAsync(IBranch branch, LoadRequest request, CancellationToken cancellationToken)
    {
        var line = await branch.DescribeAsync(cancellationToken);
        if (request.Version is { } version && version > line.HeadVersion) return await StateReference.NoVersionAsync(branch, version, cancellationToken);
        var what = request switch
        {
            { Id: { } id } => $"no state {id}",
            { RecordedAt: { } time } => $"no state that was stored by {Times.Show(time)}",
            { OccurredAt: { } time } => $"no state that had happened by {Times.Show(time)}",
            _ => "no state",
        };
        var type = request.Type is { } wanted ? $" of type '{wanted}'" : "";
        return new NotFoundException($"Agent '{line.Agent}', branch '{line.Name}' has {what}{type}: its last is version {line.HeadVersion}.");
    }

    private LoadRequest RequestOf(ParseResult line)
    {
        if (line.GetValue(_at) is { } point)
        {
            var request = LinePoint.TryParse(point) ?? throw new UsageException($"--at is '{point}': {LinePoint.Forms} is expected.");
            return request with { Type = line.GetValue(_type) };
        }
        return new LoadRequest
        {
            Version = line.GetValue(_version),
            Id = IdOf(line.GetValue(_id)),
            RecordedAt = line.GetValue(_recordedAt),
            OccurredAt = line.GetValue(_occurredAt),
            Type = line.GetValue(_type),
        };
    }

    private async Task ComputeAsync(ParseResult line, IBranch branch, string retrieval, LoadRequest from, CancellationToken cancellationToken)
    {
        var arguments = line.GetValue(_args) is { } text ? await PayloadText.ReadAsync(text, "--args", cancellationToken) : Payload.Null;
        var retrieved = await branch.RetrieveAsync(new RetrieveRequest
        {
            Retrieval = retrieval,
            Arguments = arguments,
            From = from,
            Remember = line.GetValue(_remember),
            TimeLimit = line.GetValue(_timeLimit),
        }, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(retrieved, AuraJsonContext.Default.Retrieved);
        else Screen.RawJson(retrieved.Result.Utf8.Span);
    }

    private static StateId? IdOf(string? text)
    {
        if (text is null) return null;
        return StateId.TryParse(text, null, out var id)
            ? id
            : throw new InvalidInputException("id", $"'{text}' is not a state id: it is 36 characters like 0198c2f0-7a51-7cc3-98c4-dc0c0c07398f.");
    }
}
