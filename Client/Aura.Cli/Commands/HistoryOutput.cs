using System.CommandLine;

namespace Aura.Cli;

/// <summary>The options of the commands that list states, and how they are listed.</summary>
internal sealed class HistoryOutput
{
    private const int UsualLimit = 20;

    private readonly Option<int?> _limit = CommonOptions.Number("--limit", $"The most states  [default: {UsualLimit}]");
    private readonly Option<bool> _oldestFirst = new("--oldest-first") { Description = "Oldest first instead" };
    private readonly Option<string?> _type = new("--type") { Description = "Only states of this type", HelpName = "TYPE" };

    public HistoryOutput(Command command)
    {
        command.Add(_limit);
        command.Add(_oldestFirst);
        command.Add(_type);
    }

    /// <summary>Prints a line's states from a version on.</summary>
    public async Task PrintAsync(ParseResult line, Screen screen, IBranch branch, long? fromVersion, CancellationToken cancellationToken)
    {
        var states = branch.HistoryAsync(new HistoryRequest
        {
            FromVersion = fromVersion,
            Limit = line.GetValue(_limit) ?? UsualLimit,
            NewestFirst = !line.GetValue(_oldestFirst),
            Type = line.GetValue(_type),
        }, cancellationToken);
        if (line.GetValue(CommonOptions.Json))
        {
            await screen.JsonArrayAsync(states, AuraJsonContext.Default.AgentState);
            return;
        }
        await foreach (var state in states) StateLine.Print(screen, state);
    }
}
