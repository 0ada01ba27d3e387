namespace Aura.Cli;

/// <summary>Finds the line that a branch is to be joined into.</summary>
internal static class BranchTarget
{
    /// <summary>The line that was named, or else the one that the branch came from.</summary>
    /// <exception cref="NotFoundException">There is no such agent or branch.</exception>
    /// <exception cref="UsageException">The branch came from none.</exception>
    public static async ValueTask<string> FindAsync(IAura aura, string agent, string branch, string? into, CancellationToken cancellationToken)
    {
        var line = await StateReference.FindLineAsync(aura, agent, branch, cancellationToken);
        return into ?? (await line.DescribeAsync(cancellationToken)).Origin ?? throw new UsageException($"Branch '{branch}' came from no other: say --into.");
    }
}
