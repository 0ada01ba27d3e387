namespace Aura;

/// <summary>A save expected another version to be the line's last one. Nothing was stored.</summary>
public sealed class ConcurrencyException(string agent, string branch, long expected, long actual)
    : AuraException($"Agent '{agent}', branch '{branch}' is at version {actual}, not at the expected {expected}: nothing was stored.")
{
    /// <summary>The agent.</summary>
    public string Agent { get; } = agent;

    /// <summary>Its branch.</summary>
    public string Branch { get; } = branch;

    /// <summary>The version that the save named.</summary>
    public long Expected { get; } = expected;

    /// <summary>The line's real last version.</summary>
    public long Actual { get; } = actual;
}
