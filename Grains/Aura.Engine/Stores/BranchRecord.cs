namespace Aura.Engine;

/// <summary>What a store keeps of a branch beside its states.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Name">The branch's name.</param>
/// <param name="Origin">The branch that the fork point was written on; null for <c>main</c>.</param>
/// <param name="ForkState">The state that the branch goes on from; null for <c>main</c>.</param>
/// <param name="ForkVersion">That state's version; 0 for <c>main</c>.</param>
/// <param name="CreatedAt">When the branch was opened: UTC.</param>
/// <param name="ExpiresAt">When it can no longer be written to: UTC; null for never.</param>
public sealed record BranchRecord(
    string Agent, string Name, string? Origin, StateId? ForkState, long ForkVersion, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt = null);
