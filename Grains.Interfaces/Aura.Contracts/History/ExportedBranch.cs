namespace Aura;

/// <summary>What makes a branch beside its states.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Name">The branch's name.</param>
/// <param name="ForkState">The state that it goes on from.</param>
/// <param name="CreatedAt">When it was opened: UTC.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
public sealed record ExportedBranch(string Agent, string Name, StateId ForkState, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
