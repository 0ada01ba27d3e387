using System.CommandLine;
using System.CommandLine.Parsing;

namespace Aura.Cli;

/// <summary><c>aura speculate AGENT</c>.</summary>
internal sealed class SpeculateCommand : AuraCommand
{
    // An answer is asked for this often, so that a person sees how far it is.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly Argument<string> _agent;
    private readonly Option<string?> _name;
    private readonly Option<string[]> _futures;
    private readonly Option<string?> _scorer;
    private readonly Option<string?> _scorerArguments;
    private readonly Option<string?> _from;
    private readonly Option<string?> _branch;
    private readonly Option<TimeSpan?> _time;
    private readonly Option<int?> _states;
    private readonly Option<double?> _energy;
    private readonly Option<bool> _keepApart;
    private readonly Option<int?> _parallel;
    private readonly Option<bool> _list;
    private readonly Option<bool> _cancel;

    public SpeculateCommand(Screen screen) : base(
        "speculate", "Run several futures side by side and promote the best; without futures, wait for those of that name and go on with them. "
        + "Exit code 1 if it ended undecided, as no future came to its end with a score.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _name = Has(new Option<string?>("--name") { Description = "The speculation's name", HelpName = "NAME" });
        _futures = Has(new Option<string[]>("--future")
        {
            Description = "A future: NAME=STEPS, an array of what its states hold or of steps like "
                + "{\"payload\":…,\"type\":…,\"confidence\":…,\"energyCost\":…,\"causes\":[…]}, or NAME:SIMULATION=ARGUMENTS; either as JSON or @FILE. "
                + "May be given several times",
            HelpName = "NAME=STEPS",
        });
        _scorer = Has(new Option<string?>("--scorer")
        {
            Description = "What ranks them: confidence, value, energy, or one that was registered",
            HelpName = "NAME",
        });
        _scorerArguments = Has(new Option<string?>("--scorer-args") { Description = "Its arguments, as JSON or @FILE", HelpName = "JSON" });
        _from = Has(new Option<string?>("--from")
        {
            Description = "The state that they start from: a version, an id or AGENT@VERSION  [default: the last]",
            HelpName = "STATE",
        });
        _branch = Has(new Option<string?>("--branch")
        {
            Description = "The branch that they leave and that the best is promoted to  [default: main]",
            HelpName = "NAME",
        });
        _time = Has(CommonOptions.Duration("--time", "How long they may run"));
        _states = Has(CommonOptions.Number("--states", "The most states of each"));
        _energy = Has(CommonOptions.Real("--energy", "What the states of each may cost together, in joules"));
        _keepApart = Has(new Option<bool>("--keep-apart") { Description = "Leave the best on its branch" });
        _parallel = Has(CommonOptions.Number("--parallel", "The most that run at once  [default: all]"));
        _list = Has(new Option<bool>("--list") { Description = "List the agent's speculations" });
        _cancel = Has(new Option<bool>("--cancel") { Description = "End the speculation without a winner" });
        Validators.Add(result =>
        {
            var futures = result.GetValue(_futures) is { Length: > 0 };
            var error = Contradiction(result.GetValue(_list), result.GetValue(_cancel), result.GetValue(_name), futures, result.GetValue(_scorer));
            if (error is null && !futures) error = WithoutFuture(result);
            if (error is not null) result.AddError(error);
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        """aura speculate concierge --name fares --scorer value --scorer-args '{"path":"/reward"}' --future now='[{"reward":1}]' --future wait=@wait.json""",
        "aura speculate concierge --name fares --scorer confidence --future a=@a.json --future b=@b.json --time 30s --keep-apart",
        "aura speculate concierge --name fares                # waits for it, and goes on with it if it was interrupted",
        "aura speculate concierge --list",
        "aura speculate concierge --name fares --cancel",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var agent = line.GetRequiredValue(_agent);
        var futures = new List<FutureRequest>();
        foreach (var text in line.GetValue(_futures) ?? []) futures.Add(await FutureText.ReadAsync(text, cancellationToken));
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        await StateReference.FindLineAsync(aura, agent, null, cancellationToken);
        if (line.GetValue(_list))
        {
            var all = await aura.Agent(agent).ListSpeculationsAsync(cancellationToken);
            if (line.GetValue(CommonOptions.Json)) Screen.Json(all, AuraJsonContext.Default.IReadOnlyListSpeculationInfo);
            else SpeculationLines.List(Screen, all);
            return ExitCodes.Ok;
        }
        var speculation = aura.Speculation(agent, line.GetValue(_name)!);
        SpeculationInfo ended;
        if (line.GetValue(_cancel)) ended = await speculation.CancelAsync(cancellationToken);
        else
        {
            if (futures.Count > 0) await RefuseStartedAsync(speculation, agent, line.GetValue(_name)!, cancellationToken);
            var request = futures.Count == 0 ? null : await RequestOfAsync(aura, line, futures, cancellationToken);
            ended = await ProgressBar.RunAsync(Screen, bar => WaitAsync(speculation, request, bar, cancellationToken));
        }
        if (line.GetValue(CommonOptions.Json)) Screen.Json(ended, AuraJsonContext.Default.SpeculationInfo);
        else await SpeculationLines.PrintAsync(Screen, aura, ended, cancellationToken);
        if (ended.Status != SpeculationStatus.Undecided || line.GetValue(_cancel)) return ExitCodes.Ok;
        Screen.Error($"Speculation '{ended.Name}' of agent '{agent}' ended undecided: no future came to its end with a score.");
        return ExitCodes.Failed;
    }

    private static string? Contradiction(bool list, bool cancel, string? name, bool futures, string? scorer) => (list, cancel, name, futures, scorer) switch
    {
        (true, true, _, _, _) => "--list and --cancel cannot both be.",
        (true, _, not null, _, _) or (true, _, _, true, _) or (true, _, _, _, not null) =>
            "--list lists them all: --name, --future and --scorer cannot be beside it.",
        (false, _, null, _, _) => "Name the speculation by --name, or see all with --list.",
        (_, true, _, true, _) => "--cancel and --future cannot both be.",
        (_, _, _, true, null) => "Say by --scorer what ranks the futures: confidence, value or energy.",
        _ => null,
    };

    // Nothing of a speculation can be changed once it has started, so that what is asked for would be left out in silence.
    private string? WithoutFuture(CommandResult result)
    {
        Option[] defining = [_scorer, _scorerArguments, _from, _branch, _time, _states, _energy, _keepApart, _parallel];
        return defining.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } given ? $"{given.Name} needs at least one --future." : null;
    }

    private static async ValueTask RefuseStartedAsync(ISpeculation speculation, string agent, string name, CancellationToken cancellationToken)
    {
        try
        {
            await speculation.DescribeAsync(cancellationToken);
        }
        catch (NotFoundException)
        {
            return;
        }
        throw new InvalidInputException("name", $"Speculation '{name}' of agent '{agent}' has started before: leave the futures out to see it, or give another name.");
    }

    private async ValueTask<SpeculationRequest> RequestOfAsync(IAura aura, ParseResult line, List<FutureRequest> futures, CancellationToken cancellationToken)
    {
        var (agent, branch) = (line.GetRequiredValue(_agent), line.GetValue(_branch) ?? BranchNames.Main);
        AgentState? from = null;
        if (line.GetValue(_from) is { } text) from = await StateReference.FindOnAsync(aura, text, agent, line.GetValue(_branch), cancellationToken);
        return new SpeculationRequest
        {
            Futures = futures,
            Scorer = line.GetValue(_scorer)!,
            ScorerArguments = line.GetValue(_scorerArguments) is { } arguments ? await PayloadText.ReadAsync(arguments, "--scorer-args", cancellationToken) : Payload.Null,
            Branch = branch,
            From = from?.Id,
            Budget = new SpeculationBudget { Time = line.GetValue(_time), States = line.GetValue(_states), Energy = line.GetValue(_energy) },
            Parallel = line.GetValue(_parallel),
            KeepApart = line.GetValue(_keepApart),
        };
    }

    private static async Task<SpeculationInfo> WaitAsync(
        ISpeculation speculation, SpeculationRequest? request, ProgressBar bar, CancellationToken cancellationToken)
    {
        var info = request is null ? await speculation.DescribeAsync(cancellationToken) : await speculation.StartAsync(request, cancellationToken);
        while (!info.HasEnded)
        {
            bar.Show($"{info.Name}: {info.Futures.Sum(f => f.States):N0} states", info.Futures.Count(SpeculationLines.HasEnded), info.Futures.Count);
            info = await speculation.WaitAsync(Between, cancellationToken);
        }
        return info;
    }
}
