using System.CommandLine;
using System.Globalization;

namespace Aura.Cli;

/// <summary>
/// How states are named on a command line: by id, or as AGENT or AGENT:BRANCH, either with @VERSION. Names may hold colons and at signs
/// themselves: what is an agent as a whole is not taken apart, nor is anything where an option names the branch.
/// </summary>
internal static class StateReference
{
    private const string Forms = "a state's id, AGENT@VERSION, AGENT for its last state, or the same of a branch: AGENT:BRANCH@VERSION, AGENT:BRANCH";

    /// <summary>An argument that names a state.</summary>
    public static Argument<string> Argument(string name = "STATE") => new(name) { Description = $"The state: {Forms}" };

    /// <summary>How a state is named so that it is found again: AGENT@VERSION, or AGENT:BRANCH@VERSION off main.</summary>
    public static string NameOf(AgentState state) => NameOf(state.Agent, state.Branch, state.Version);

    /// <summary>How a state of a branch is named so that it is found again.</summary>
    public static string NameOf(string agent, string branch, long version) =>
        branch == BranchNames.Main ? $"{agent}@{version}" : $"{agent}:{branch}@{version}";

    /// <summary>Finds the state that a text names.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async ValueTask<AgentState> FindAsync(IAura aura, string text, string? branch, CancellationToken cancellationToken)
    {
        var isId = StateId.TryParse(text, null, out var id);
        if (isId && await aura.FindAsync(id, cancellationToken) is { } found) return found;
        var at = text.LastIndexOf('@');
        if (at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            && await HeadOfAsync(aura, text[..at], branch, cancellationToken) is var (line, last))
        {
            return await line.LoadAsync(new LoadRequest { Version = version }, cancellationToken)
                ?? throw new NotFoundException($"{await NamedAsync(line, cancellationToken)} has no version {version}: its last is {last.Version}.");
        }
        return (await HeadOfAsync(aura, text, branch, cancellationToken))?.Head
            ?? throw new NotFoundException(isId ? $"There is no state {id}." : $"There is no state '{text}': it is {Forms}.");
    }

    /// <summary>Finds the state of an agent that a text names, which may also be a mere version.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static ValueTask<AgentState> FindOnAsync(IAura aura, string text, string agent, string? branch, CancellationToken cancellationToken) =>
        FindAsync(aura, long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? $"{agent}@{text}" : text, branch, cancellationToken);

    /// <summary>Makes sure that there is an agent, and returns its line.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async ValueTask<IBranch> FindLineAsync(IAura aura, string agent, string? branch, CancellationToken cancellationToken)
    {
        var line = aura.Branch(agent, branch ?? BranchNames.Main);
        if (await line.LoadAsync(null, cancellationToken) is null) throw new NotFoundException($"There is no agent '{agent}'.");
        return line;
    }

    private static async ValueTask<(IBranch Line, AgentState Head)?> HeadOfAsync(IAura aura, string text, string? branch, CancellationToken cancellationToken)
    {
        var colon = branch is null ? text.IndexOf(':', StringComparison.Ordinal) : -1;
        // Two names and a colon are longer than one name may be.
        if (colon < 0 || text.Length <= Names.MaxLength)
        {
            var line = aura.Branch(text, branch ?? BranchNames.Main);
            if (await line.LoadAsync(null, cancellationToken) is { } head) return (line, head);
        }
        NotFoundException? missing = null;
        for (; colon >= 0; colon = text.IndexOf(':', colon + 1))
        {
            if (colon == 0 || colon == text.Length - 1 || await aura.Agent(text[..colon]).LoadAsync(null, cancellationToken) is null) continue;
            try
            {
                var line = aura.Branch(text[..colon], text[(colon + 1)..]);
                if (await line.LoadAsync(null, cancellationToken) is { } head) return (line, head);
            }
            catch (NotFoundException e)
            {
                missing ??= e;
            }
        }
        return missing is null ? null : throw missing;
    }

    private static async ValueTask<string> NamedAsync(IBranch line, CancellationToken cancellationToken)
    {
        var branch = await line.DescribeAsync(cancellationToken);
        return branch.Name == BranchNames.Main ? $"Agent '{branch.Agent}'" : $"Agent '{branch.Agent}', branch '{branch.Name}'";
    }
}
