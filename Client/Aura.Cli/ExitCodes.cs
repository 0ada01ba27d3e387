namespace Aura.Cli;

/// <summary>What the command's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>It was refused or failed; one sentence on the error output says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>A history does not verify.</summary>
    public const int Damaged = 3;

    /// <summary>A store, agent, branch, state, fabric, memory or file that was named does not exist.</summary>
    public const int NotFound = 4;

    /// <summary>It was interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>The same for people.</summary>
    public const string Explained = """
        Exit codes:
          0    all went well
          1    refused or failed: one sentence on standard error says why
          2    the command line was wrong
          3    verify found damage
          4    a store, agent, branch, state, fabric, memory or file that was named does not exist
          130  interrupted
        """;
}
