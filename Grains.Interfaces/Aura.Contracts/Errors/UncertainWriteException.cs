namespace Aura;

/// <summary>
/// The store failed during a save and could not be asked whether it had committed. Saving again with the same operation id is safe: it
/// returns the first state if there is one.
/// </summary>
public sealed class UncertainWriteException(string agent, string branch, Exception innerException)
    : AuraException(
        $"The store failed while agent '{agent}', branch '{branch}' was being saved, and it is not known whether it committed: {innerException.Message}",
        innerException)
{
    /// <summary>The agent.</summary>
    public string Agent { get; } = agent;

    /// <summary>Its branch.</summary>
    public string Branch { get; } = branch;
}
