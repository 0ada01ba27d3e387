namespace Aura.Cli;

/// <summary>The command line cannot be, as is only seen when it runs.</summary>
internal sealed class UsageException(string message) : Exception(message);
