namespace Aura.Client;

/// <summary>A file is not one of chat traces: says where and why.</summary>
/// <param name="message">What is wrong, in one sentence that names the place.</param>
/// <param name="run">The number of the run, from 1; 0 where the fault is in none.</param>
/// <param name="position">The place in the file.</param>
/// <param name="innerException">What found it, if something else did.</param>
public sealed class ChatFormatException(string message, long run, FilePosition position, Exception? innerException = null)
    : AuraException(message, innerException)
{
    /// <summary>The number of the run, from 1; 0 where the fault is in none.</summary>
    public long Run { get; } = run;

    /// <summary>The place in the file.</summary>
    public FilePosition Position { get; } = position;
}
