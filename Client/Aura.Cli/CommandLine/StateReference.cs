using System.CommandLine;
using System.Globalization;

namespace Aura.Cli;

/// <summary>
/// How states are named on a command line: by id, or as AGENT or AGENT:BRANCH, either with @VERSION. Names may hold colons and at signs
/// themselves: what is an agent or a branch as a whole is not taken apart, nor is anything where an option names the branch.
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

    /// <summary>How the state is named that a branch goes on from.</summary>
    public static string ForkOf(BranchInfo branch) => NameOf(branch.Agent, branch.Origin ?? BranchNames.Main, branch.ForkVersion);

    /// <summary>Finds the state that a text names.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async ValueTask<AgentState> FindAsync(IAura aura, string text, string? branch, CancellationToken cancellationToken)
    {
        var isId = StateId.TryParse(text, null, out var id);
        if (isId && await aura.FindAsync(id, cancellationToken) is { } found) return found;
        var at = text.LastIndexOf('@');
        if (at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0)
        {
            if (await WholeAsync(aura, text, branch, cancellationToken) is { } whole) return whole;
            if (await HeadOfAsync(aura, text[..at], branch, cancellationToken) is var (line, _))
                return await VersionAsync(line, version, cancellationToken);
        }
        return (await HeadOfAsync(aura, text, branch, cancellationToken))?.Head
            ?? throw new NotFoundException(isId ? $"There is no state {id}." : $"There is no state '{text}': it is {Forms}.");
    }

    /// <summary>Finds the state of an agent that a text names, which may also be a mere version.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async ValueTask<AgentState> FindOnAsync(IAura aura, string text, string agent, string? branch, CancellationToken cancellationToken)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version == 0)
            return await FindAsync(aura, text, branch, cancellationToken);
        var line = aura.Branch(agent, branch ?? BranchNames.Main);
        if (await line.LoadAsync(null, cancellationToken) is null) throw new NotFoundException($"There is no agent '{agent}'.");
        return await VersionAsync(line, version, cancellationToken);
    }

    /// <summary>Says that a line has no such version, and which its last one is.</summary>
    public static async ValueTask<NotFoundException> NoVersionAsync(IBranch line, long version, CancellationToken cancellationToken)
    {
        var branch = await line.DescribeAsync(cancellationToken);
        var named = branch.Name == BranchNames.Main ? $"Agent '{branch.Agent}'" : $"Agent '{branch.Agent}', branch '{branch.Name}'";
        return new NotFoundException($"{named} has no version {version}: its last is {branch.HeadVersion}.");
    }

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

    // A name that ends like a version.
    private static async ValueTask<AgentState?> WholeAsync(IAura aura, string text, string? branch, CancellationToken cancellationToken)
    {
        try
        {
            return (await HeadOfAsync(aura, text, branch, cancellationToken))?.Head;
        }
        catch (AuraException e) when (e is NotFoundException or InvalidInputException)
        {
            // Its agent has no such branch, or it is too long for a name: then it is none.
            return null;
        }
    }

    private static async ValueTask<AgentState> VersionAsync(IBranch line, long version, CancellationToken cancellationToken) =>
        await line.LoadAsync(new LoadRequest { Version = version }, cancellationToken) ?? throw await NoVersionAsync(line, version, cancellationToken);
}
