using System.CommandLine;

namespace Aura.Cli;

/// <summary>The options of the commands that ask only some of a fabric's memories.</summary>
internal sealed class MemoryFilterOptions
{
    private readonly Option<string[]> _tiers = new("--tier")
    {
        Description = "Only memories of this tier: working, episodic or semantic. May be given several times",
        HelpName = "TIER",
    };

    private readonly Option<string[]> _labels = new("--label") { Description = "Only memories with this label; of several, with all", HelpName = "LABEL" };
    private readonly Option<string?> _agent;
    private readonly Option<DateTimeOffset?> _from = CommonOptions.Time("--from", "Only what happened at this time or later");
    private readonly Option<DateTimeOffset?> _to = CommonOptions.Time("--to", "Only what happened before this time");

    public MemoryFilterOptions(Command command, string agent = "--agent")
    {
        _agent = new Option<string?>(agent) { Description = "Only memories that came from this agent", HelpName = "AGENT" };
        _tiers.AcceptOnlyFromAmong(MemoryOptions.Tiers);
        foreach (var option in (Option[])[_tiers, _labels, _agent, _from, _to]) command.Add(option);
    }

    /// <summary>The filter that a command line means; null for all memories.</summary>
    public MemoryFilter? Of(ParseResult line)
    {
        var filter = new MemoryFilter
        {
            Tiers = [.. (line.GetValue(_tiers) ?? []).Select(MemoryOptions.TierOf)],
            Labels = line.GetValue(_labels) ?? [],
            Agent = line.GetValue(_agent),
            From = line.GetValue(_from),
            To = line.GetValue(_to),
        };
        var all = filter is { Tiers.Count: 0, Labels.Count: 0, Agent: null, From: null, To: null };
        return all ? null : filter;
    }
}
