using System.CommandLine;
using System.Globalization;

namespace Aura.Cli;

/// <summary>How states are named on a command line: by id, as AGENT@VERSION, or as AGENT for its last state.</summary>
internal static class StateReference
{
    private const string Forms = "a state's id, AGENT@VERSION, or AGENT for its last state";

    /// <summary>An argument that names a state.</summary>
    public static Argument<string> Argument(string name = "STATE") => new(name) { Description = $"The state: {Forms}" };

    /// <summary>Finds the state that a text names.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async ValueTask<AgentState> FindAsync(IAura aura, string text, string? branch, CancellationToken cancellationToken)
    {
        var isId = StateId.TryParse(text, null, out var id);
        if (isId && await aura.FindAsync(id, cancellationToken) is { } found) return found;
        var at = text.LastIndexOf('@');
        if (at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0)
        {
            var line = LineOf(aura, text[..at], branch);
            if (await line.LoadAsync(new LoadRequest { Version = version }, cancellationToken) is { } state) return state;
            if (await line.LoadAsync(null, cancellationToken) is { } last)
                throw new NotFoundException($"{Named(last.Agent, branch)} has no version {version}: its last is {last.Version}.");
        }
        return await LineOf(aura, text, branch).LoadAsync(null, cancellationToken)
            ?? throw new NotFoundException(isId ? $"There is no state {id}." : $"There is no state '{text}': it is {Forms}.");
    }

    /// <summary>Makes sure that there is an agent, and returns its line.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async ValueTask<IBranch> FindLineAsync(IAura aura, string agent, string? branch, CancellationToken cancellationToken)
    {
        var line = LineOf(aura, agent, branch);
        if (await line.LoadAsync(null, cancellationToken) is null) throw new NotFoundException($"There is no agent '{agent}'.");
        return line;
    }

    private static IBranch LineOf(IAura aura, string agent, string? branch) => aura.Branch(agent, branch ?? BranchNames.Main);

    private static string Named(string agent, string? branch) =>
        branch is null or BranchNames.Main ? $"Agent '{agent}'" : $"Agent '{agent}', branch '{branch}'";
}
