namespace Aura;

/// <summary>A state with two parents: one line took in what another had come to.</summary>
public sealed record BranchJoin
{
    /// <summary>The state.</summary>
    public required StateId State { get; init; }

    /// <summary>The branch that it was written on.</summary>
    public required string Branch { get; init; }

    /// <summary>Its version.</summary>
    public required long Version { get; init; }

    /// <summary>Merge or promotion.</summary>
    public required StateSource Source { get; init; }

    /// <summary>Its second parent: the state that was taken in.</summary>
    public required StateId Joined { get; init; }

    /// <summary>The branch that the second parent was written on.</summary>
    public required string JoinedBranch { get; init; }

    /// <summary>The second parent's version.</summary>
    public required long JoinedVersion { get; init; }
}
