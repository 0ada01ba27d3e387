using System.CommandLine;
using System.Globalization;
using Aura.Client;

namespace Aura.Cli;

/// <summary><c>aura what-if STATE</c>.</summary>
internal sealed class WhatIfCommand : AuraCommand
{
    private readonly Argument<string> _state;
    private readonly Option<string?> _counterfactual;
    private readonly Option<string?> _choice;
    private readonly Option<string?> _branch;
    private readonly Option<bool> _list;

    public WhatIfCommand(Screen screen) : base(
        "what-if", "Open a branch where a choice was made, which begins with what could have been done instead; or list those that were opened.", screen)
    {
        _state = Has(StateReference.Argument());
        _state.Description = $"The state that recorded what could have been; with --list, the AGENT. {_state.Description}";
        _counterfactual = Has(new Option<string?>("--counterfactual") { Description = "Its name  [default: the only one]", HelpName = "NAME" });
        _choice = Has(new Option<string?>("--choice")
        {
            Description = "The state that chose otherwise: the branch starts just before it  "
                + "[default: the state itself; for the outcome of an imported run, the first decision with an unexpected call that is no look-up, "
                + "as the tool's name tells, or with wrong arguments; where none has, the last decision is taken, and said to be]",
            HelpName = "STATE",
        });
        _branch = Has(new Option<string?>("--branch") { Description = "The new branch's name  [default: what-if/COUNTERFACTUAL]", HelpName = "NAME" });
        _list = Has(new Option<bool>("--list") { Description = "Show what was predicted beside what came of it and what came of the choice that was made" });
        Validators.Add(result =>
        {
            if (result.GetValue(_list) && (result.GetValue(_counterfactual) ?? result.GetValue(_choice) ?? result.GetValue(_branch)) is not null)
                result.AddError("--list opens no branch: --counterfactual, --choice and --branch cannot be beside it.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura what-if concierge@4                          # a decision that recorded one counterfactual",
        "aura what-if concierge@4 --counterfactual wait_for_sale --branch patient",
        "aura what-if airline/task-0-trial-0               # what an imported run should have done",
        "aura what-if concierge --list",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        if (line.GetValue(_list)) await ListAsync(aura, line, cancellationToken);
        else await OpenAsync(aura, line, cancellationToken);
        return ExitCodes.Ok;
    }

    private async Task OpenAsync(IAura aura, ParseResult line, CancellationToken cancellationToken)
    {
        var state = await StateReference.FindAsync(aura, line.GetRequiredValue(_state), null, cancellationToken);
        var counterfactual = line.GetValue(_counterfactual) ?? OnlyOneOf(state);
        var named = line.GetValue(_choice) is { } text ? await StateReference.FindAsync(aura, text, null, cancellationToken) : null;
        var guessed = named is null && state.Type == StateTypes.Outcome && counterfactual == ChatChoice.Counterfactual
            ? await ChatChoice.FindAsync(aura, state, cancellationToken)
            : null;
        var whatIf = await aura.Agent(state.Agent).WhatIfAsync(new WhatIfRequest
        {
            State = state.Id,
            Counterfactual = counterfactual,
            Choice = (named ?? guessed?.Decision)?.Id,
            Branch = line.GetValue(_branch),
        }, cancellationToken);
        if (guessed is { IsFound: false }) Screen.Hint("aura: Which decision went wrong is not known: the last one is taken. --choice names another.");
        if (line.GetValue(CommonOptions.Json)) Screen.Json(whatIf, AuraJsonContext.Default.WhatIf);
        else await PrintAsync(aura, state, whatIf, cancellationToken);
    }

    private static string OnlyOneOf(AgentState state)
    {
        var names = state.Context.Counterfactuals.Keys.Order(StringComparer.Ordinal).ToArray();
        return names.Length switch
        {
            1 => names[0],
            0 => throw new NotFoundException($"State {StateReference.NameOf(state)} records nothing that could have been done instead."),
            _ => throw new UsageException($"State {StateReference.NameOf(state)} records {string.Join(", ", names)}: say which by --counterfactual."),
        };
    }

    private async Task PrintAsync(IAura aura, AgentState state, WhatIf whatIf, CancellationToken cancellationToken)
    {
        var (agent, name) = (whatIf.Branch.Agent, whatIf.Branch.Name);
        var first = await aura.Branch(agent, name).LoadAsync(new LoadRequest { Version = whatIf.Branch.ForkVersion + 1 }, cancellationToken);
        var choice = first!.Context.Causes.FirstOrDefault(c => c.Relation == CausalRelation.NoEffect)?.State is { } id
            ? await aura.FindAsync(id, cancellationToken) ?? state
            : state;
        Screen.Line($"Chosen was:");
        StateLine.Print(Screen, choice);
        Screen.Line($"What if it had been [bold]{whatIf.Counterfactual}[/] instead:");
        StateLine.Print(Screen, first);
        Screen.Line($"");
        Screen.Line($"Branch [bold]{name}[/] goes on from {StateReference.ForkOf(whatIf.Branch)}. Go on with it, then compare:");
        Screen.Line($"");
        var (agentWord, branchWord, both) = (ShellWord.Quote(agent), ShellWord.Quote(name), ShellWord.Quote($"{agent}:{name}"));
        Screen.Line($"  aura save {agentWord} JSON --branch {branchWord} --type {StateTypes.Outcome}");
        Screen.Line($"  aura branch diff {agentWord} {both}");
        Screen.Line($"  aura why {both}");
        Screen.Line($"  aura what-if {agentWord} --list");
        Screen.Line($"  aura branch promote {agentWord} {branchWord}");
    }

    private async Task ListAsync(IAura aura, ParseResult line, CancellationToken cancellationToken)
    {
        var agent = line.GetRequiredValue(_state);
        await StateReference.FindLineAsync(aura, agent, null, cancellationToken);
        var whatIfs = await aura.Agent(agent).ListWhatIfsAsync(cancellationToken);
        if (line.GetValue(CommonOptions.Json))
        {
            Screen.Json(whatIfs, AuraJsonContext.Default.IReadOnlyListWhatIf);
            return;
        }
        if (whatIfs.Count == 0) Screen.Line($"No counterfactual was tried.");
        foreach (var whatIf in whatIfs)
        {
            var state = await aura.FindAsync(whatIf.State, cancellationToken);
            var recorded = state is null ? whatIf.State.ToString() : $"{StateReference.NameOf(state)}";
            var scores = $"predicted {Score(whatIf.Predicted)}  realised {Score(whatIf.Realised)}  factual {Score(whatIf.Factual)}";
            Screen.Line($"[bold]{whatIf.Branch.Name}[/]  {whatIf.Counterfactual} of {recorded}  {scores}");
        }
    }

    private static string Score(double? score) => score is { } number ? number.ToString("0.###", CultureInfo.InvariantCulture) : "-";
}
