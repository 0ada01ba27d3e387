using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura log AGENT</c>.</summary>
internal sealed class LogCommand : AuraCommand
{
    private const int UsualLimit = 20;

    private readonly Argument<string> _agent;
    private readonly Option<int?> _limit;
    private readonly Option<string?> _branch;
    private readonly Option<bool> _oldestFirst;
    private readonly Option<string?> _type;

    public LogCommand(Screen screen) : base("log", "List an agent's states, newest first.", screen)
    {
        _agent = Has(new Argument<string>("AGENT") { Description = "The agent's name" });
        _limit = Has(CommonOptions.Number("--limit", $"The most states  [default: {UsualLimit}]"));
        _branch = Has(CommonOptions.Branch());
        _oldestFirst = Has(new Option<bool>("--oldest-first") { Description = "Oldest first instead" });
        _type = Has(new Option<string?>("--type") { Description = "Only states of this type", HelpName = "TYPE" });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura log concierge                         # the last 20 states",
        "aura log concierge --type decision --json",
        "aura log concierge --branch wait-for-sale --oldest-first --limit 100",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var branch = await StateReference.FindLineAsync(aura, line.GetRequiredValue(_agent), line.GetValue(_branch), cancellationToken);
        var states = branch.HistoryAsync(new HistoryRequest
        {
            Limit = line.GetValue(_limit) ?? UsualLimit,
            NewestFirst = !line.GetValue(_oldestFirst),
            Type = line.GetValue(_type),
        }, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) await Screen.JsonArrayAsync(states, AuraJsonContext.Default.AgentState);
        else
        {
            await foreach (var state in states) StateLine.Print(Screen, state);
        }
        return ExitCodes.Ok;
    }
}
