using System.CommandLine;
using Aura.Engine;

namespace Aura.Cli;

/// <summary><c>aura show STATE</c>.</summary>
internal sealed class ShowCommand : AuraCommand
{
    private const int MostCharacters = 4_000;
    private const int MostLinksLookedUp = 20;

    private readonly Argument<string> _state;
    private readonly Option<string?> _branch;

    public ShowCommand(Screen screen) : base("show", "Show one state: its content, its causes and effects, what could have been.", screen)
    {
        _state = Has(StateReference.Argument());
        _branch = Has(CommonOptions.Branch());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura show concierge                               # its last state",
        "aura show concierge@4",
        "aura show 0198c2f0-7a51-7cc3-98c4-dc0c0c07398f --json",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var state = await StateReference.FindAsync(aura, line.GetRequiredValue(_state), line.GetValue(_branch), cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(state, AuraJsonContext.Default.AgentState);
        else await ShowAsync(aura, state, cancellationToken);
        return ExitCodes.Ok;
    }

    private async Task ShowAsync(IAura aura, AgentState state, CancellationToken cancellationToken)
    {
        Screen.Line($"[bold]{StateReference.NameOf(state)}[/]  [blue]{state.Type}[/]");
        Field("id", state.Id.ToString());
        Field("branch", state.Branch);
        Field("source", state.Source.ToString().ToLowerInvariant());
        Field("occurred", Times.Show(state.OccurredAt));
        Field("recorded", Times.Show(state.RecordedAt));
        foreach (var parent in state.Parents) Field("parent", parent.ToString());
        if (state.OperationId is { } operation) Field("operation", operation);
        if (state.Context.Confidence is { } confidence) Field("confidence", FormattableString.Invariant($"{confidence}"));
        if (state.Context.EnergyCost > 0) Field("energy", FormattableString.Invariant($"{state.Context.EnergyCost} J"));
        Field("digest", state.Digest.ToString());
        var lookedUp = 0;
        foreach (var cause in state.Context.Causes)
        {
            var found = cause.State is { } id && lookedUp++ < MostLinksLookedUp ? await aura.FindAsync(id, cancellationToken) : null;
            Field(Relation(cause), found is null ? cause.ToString() : $"{StateReference.NameOf(found)} {found.Type}: {StateSummary.Of(found)}  ({cause})");
        }
        foreach (var effect in state.Context.Effects) Field("effect", effect);
        foreach (var (name, counterfactual) in state.Context.Counterfactuals) Field("or else", Described(name, counterfactual));
        Screen.Line($"");
        if (state.Payload is null) Screen.Line($"(The content was erased; its SHA-256 was {state.PayloadDigest.ToString()}.)");
        else ShowPayload(state.Payload);
    }

    private void Field(string name, string value) => Screen.Line($"  [grey]{name,-12}[/] {value}");

    private static string Relation(Cause cause)
    {
        var relation = cause.Relation switch
        {
            CausalRelation.Caused => "because of",
            CausalRelation.Enabled => "enabled by",
            CausalRelation.Prevented => "prevented by",
            _ => "not due to",
        };
        return cause.Confidence is { } confidence ? FormattableString.Invariant($"{relation} {confidence:0.##}") : relation;
    }

    private static string Described(string name, Counterfactual counterfactual)
    {
        var score = counterfactual.Score is { } s ? FormattableString.Invariant($", score {s}") : "";
        var branch = counterfactual.Branch is { } b ? $", branch {b}" : "";
        return $"{name} ({counterfactual.Kind.ToString().ToLowerInvariant()}{score}{branch}): {StateSummary.Of(counterfactual.Value)}";
    }

    private void ShowPayload(Payload payload)
    {
        var text = JsonLines.Indented(payload);
        if (text.Length > MostCharacters) text = $"{text.AsSpan(0, MostCharacters)}\n… {payload.Length:N0} bytes in all: `aura load` prints them";
        Screen.Block(text + "\n");
    }
}
