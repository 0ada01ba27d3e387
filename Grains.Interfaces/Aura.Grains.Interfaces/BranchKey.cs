namespace Aura.Grains;

/// <summary>The key of a branch's grain: the agent's name, in which <c>/</c> and <c>%</c> are escaped, a slash, and the branch's name.</summary>
public static class BranchKey
{
    /// <summary>Writes a key, for example <c>agent_001/experiment</c>.</summary>
    public static string Of(string agent, string branch) =>
        agent.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal) + "/" + branch;

    /// <summary>Reads a key.</summary>
    /// <exception cref="InvalidInputException">It has no slash.</exception>
    public static (string Agent, string Branch) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) throw new InvalidInputException("key", $"Branch key '{key}' has no slash: it must be AGENT/BRANCH.");
        var agent = key[..slash].Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
        return (agent, key[(slash + 1)..]);
    }
}
