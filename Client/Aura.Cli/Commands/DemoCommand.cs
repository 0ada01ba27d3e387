using System.CommandLine;
using Aura.Engine;

namespace Aura.Cli;

/// <summary><c>aura demo</c>.</summary>
internal sealed class DemoCommand(Screen screen) : AuraCommand("demo", "Tell a short story with causes, a counterfactual and a branch, and how to look at it.", screen)
{
    private const string DemoStore = "sqlite:aura-demo.db";

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura demo                                # writes aura-demo.db into this folder",
        "aura demo --store sqlite:story.db",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenOrCreateAsync(line, cancellationToken, DemoStore);
        var story = await DemoStory.TellAsync(aura, cancellationToken);
        var commands = CommandsFor(story, StoreWords(line));
        if (line.GetValue(CommonOptions.Json))
        {
            var store = (await aura.StatisticsAsync(cancellationToken)).Store;
            var report = new DemoReport(store, DemoStory.Concierge, DemoStory.Branch, story.Outcome.Id.ToString(), story.Alternative.Id.ToString(), [.. commands.Select(c => c.Command)]);
            Screen.Json(report, ReportJsonContext.Default.DemoReport);
            return ExitCodes.Ok;
        }
        var graph = await aura.Agent(DemoStory.Concierge).WhyAsync(story.Outcome.Id, null, cancellationToken);
        Screen.Line($"[bold]A travel agent books a flight.[/] Every step is stored with its causes, so it can say why:");
        Screen.Line($"");
        Screen.Block(GraphTree.Render(graph));
        Screen.Line($"");
        Screen.Line($"What if it had waited for the sale? That was tried on the branch [bold]{DemoStory.Branch}[/]:");
        Screen.Line($"");
        await foreach (var state in aura.Branch(DemoStory.Concierge, DemoStory.Branch).HistoryAsync(
            new HistoryRequest { FromVersion = story.ForkVersion + 1 }, cancellationToken)) StateLine.Print(Screen, state);
        Screen.Line($"");
        Screen.Line($"Look further:");
        Screen.Line($"");
        var longest = commands.Max(c => c.Command.Length);
        foreach (var (command, what) in commands) Screen.Line($"  {command.PadRight(longest)}  [grey]# {what}[/]");
        return ExitCodes.Ok;
    }

    private static IReadOnlyList<(string Command, string What)> CommandsFor(DemoStory story, string store) =>
    [
        ($"aura log {DemoStory.Concierge}{store}", "the whole history, newest first"),
        ($"aura show {DemoStory.Concierge}@{story.Decision.Version}{store}", "the decision, and what it could have done instead"),
        ($"aura effects {DemoStory.FareWatch}{store}", "what another agent's observation led to"),
        ($"aura path {DemoStory.Concierge}@1 {DemoStory.Concierge}{store}", "the shortest chain from the request to the outcome"),
        ($"aura why {DemoStory.Concierge} --branch {DemoStory.Branch}{store}", "why the other future ended as it did"),
        ($"aura why {DemoStory.Concierge} --format dot{store} | dot -Tsvg > why.svg", "the same as a picture"),
        ($"aura branch graph {DemoStory.Concierge}{store}", "where both lines part"),
        ($"aura branch diff {DemoStory.Concierge} {DemoStory.Concierge}:{DemoStory.Branch}{store}", "how they ended"),
        ($"aura verify --all{store}", "that nobody changed any of it"),
    ];

    // A store that the environment names need not be said again; one that holds a password is not printed.
    private static string StoreWords(ParseResult line)
    {
        var store = CommonOptions.StoreOf(line, DemoStore);
        if (line.GetValue(CommonOptions.Store) is null && store != DemoStore) return "";
        if (store.Contains("password", StringComparison.OrdinalIgnoreCase) || store.Contains("pwd", StringComparison.OrdinalIgnoreCase)) return " --store …";
        return $" --store {ShellWord.Quote(store)}";
    }
}
