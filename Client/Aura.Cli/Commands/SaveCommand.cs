using System.CommandLine;
using Aura.Engine;

namespace Aura.Cli;

/// <summary><c>aura save AGENT JSON</c>.</summary>
internal sealed class SaveCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Argument<string> _payload;
    private readonly Option<string?> _type;
    private readonly Option<string?> _source;
    private readonly Option<string[]> _causes;
    private readonly Option<string[]> _effects;
    private readonly Option<string[]> _counterfactuals;
    private readonly Option<double?> _confidence;
    private readonly Option<double?> _energy;
    private readonly Option<string?> _operation;
    private readonly Option<DateTimeOffset?> _occurredAt;
    private readonly Option<long?> _expect;
    private readonly Option<string?> _branch;

    public SaveCommand(Screen screen) : base("save", "Save a state at the end of an agent's history, with what led to it.", screen)
    {
        _agent = Has(new Argument<string>("AGENT") { Description = "The agent's name; its first state makes it" });
        _payload = Has(new Argument<string>("JSON") { Description = "The content: JSON, - for the standard input, or @FILE" });
        _type = Has(new Option<string?>("--type") { Description = $"decision, observation, outcome … or a name of your own  [default: {StateTypes.AgentMemory}]", HelpName = "TYPE" });
        _source = Has(new Option<string?>("--source") { Description = "update, input, loop or migration  [default: update]", HelpName = "SOURCE" });
        _causes = Has(new Option<string[]>("--cause")
        {
            Description = "Why: LABEL, state:ID, or either after RELATION= or RELATION@CONFIDENCE=, where the relation is caused, enabled, prevented or "
                + "no_effect. May be given several times",
            HelpName = "CAUSE",
        });
        _effects = Has(new Option<string[]>("--effect") { Description = "What followed, as a label. May be given several times", HelpName = "LABEL" });
        _counterfactuals = Has(new Option<string[]>("--counterfactual")
        {
            Description = "What could have been done instead, as JSON or plain text. May be given several times",
            HelpName = "NAME=VALUE",
        });
        _confidence = Has(CommonOptions.Real("--confidence", "How sure the agent was, in [0, 1]"));
        _energy = Has(CommonOptions.Real("--energy", "What it cost, in joules"));
        _operation = Has(new Option<string?>("--operation-id") { Description = "Idempotency key: saving with it again stores nothing and prints the first state", HelpName = "KEY" });
        _occurredAt = Has(CommonOptions.Time("--occurred-at", "When it happened in the world"));
        _expect = Has(CommonOptions.Version("--expect", "The version that must be the last one, 0 for none; otherwise nothing is stored"));
        _branch = Has(CommonOptions.Branch());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        """aura save concierge '{"text":"Find me a flight to Lisbon"}' --type observation --source input --cause user_request""",
        """aura save concierge '{"decision":"book TP1271"}' --type decision --cause state:0198c2f0-7a51-7cc3-98c4-dc0c0c07398f --confidence 0.8""",
        """aura save concierge @plan.json --cause enabled=approval --cause prevented@0.6=budget_limit --counterfactual wait_for_sale='{"price":149}'""",
        "my-agent --dump | aura save concierge - --operation-id run-17 --expect 4",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var agent = Names.Check("agent", line.GetRequiredValue(_agent));
        var branch = Names.Check("branch", line.GetValue(_branch) ?? BranchNames.Main);
        // Checked before the store is opened, so that what is refused does not leave an empty store behind.
        var request = Rules.Save(await RequestOfAsync(line, cancellationToken), new EngineOptions().MaxPayloadBytes);
        await using var aura = await CommonOptions.OpenOrCreateAsync(line, cancellationToken);
        var state = await aura.Branch(agent, branch).SaveAsync(request, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(state, AuraJsonContext.Default.AgentState);
        else Screen.Line($"Saved [bold]{StateReference.NameOf(state)}[/] as {state.Id.ToString()}");
        return ExitCodes.Ok;
    }

    private async ValueTask<SaveRequest> RequestOfAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var context = new CausalContext
        {
            Causes = [.. (line.GetValue(_causes) ?? []).Select(CauseText.Parse)],
            Effects = line.GetValue(_effects) ?? [],
            Counterfactuals = CounterfactualsOf(line.GetValue(_counterfactuals) ?? []),
            Confidence = line.GetValue(_confidence),
            EnergyCost = line.GetValue(_energy) ?? 0,
        };
        return new SaveRequest
        {
            Payload = await PayloadText.ReadAsync(line.GetRequiredValue(_payload), cancellationToken),
            Type = line.GetValue(_type) ?? StateTypes.AgentMemory,
            Source = SourceOf(line.GetValue(_source)),
            Context = context,
            OperationId = line.GetValue(_operation),
            OccurredAt = line.GetValue(_occurredAt),
            ExpectedVersion = line.GetValue(_expect),
        };
    }

    private static StateSource SourceOf(string? name) => name switch
    {
        null or "update" => StateSource.Update,
        "input" => StateSource.Input,
        "loop" => StateSource.Loop,
        "migration" => StateSource.Migration,
        _ => throw new InvalidInputException("source", $"Source '{name}' is not a caller's to give: update, input, loop and migration are."),
    };

    private static Dictionary<string, Counterfactual> CounterfactualsOf(string[] texts)
    {
        var all = new Dictionary<string, Counterfactual>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=');
            if (equals < 0) throw new InvalidInputException("context.counterfactuals", $"Counterfactual '{text}' has no value: it is written NAME=VALUE.");
            if (!all.TryAdd(text[..equals], PayloadText.JsonOrText(text[(equals + 1)..], $"Counterfactual '{text[..equals]}'")))
                throw new InvalidInputException("context.counterfactuals", $"Counterfactual '{text[..equals]}' is given twice.");
        }
        return all;
    }
}
