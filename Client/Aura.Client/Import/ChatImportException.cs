namespace Aura.Client;

/// <summary>An import stopped midway. What it had stored stays: the same import, run again, goes on from there.</summary>
/// <param name="agent">The agent whose run could not be stored.</param>
/// <param name="stored">How many states were stored by then.</param>
/// <param name="innerException">What stopped it.</param>
public sealed class ChatImportException(string agent, long stored, Exception innerException)
    : AuraException(
        $"Import stopped at agent '{agent}': {innerException.Message.TrimEnd('.')}. {stored:N0} states were stored and stay: run it again to go on.",
        innerException)
{
    /// <summary>How many states were stored by then.</summary>
    public long Stored { get; } = stored;
}
