namespace Aura;

/// <summary>One line about an agent.</summary>
/// <param name="Agent">The agent's name.</param>
/// <param name="Version">The last version of <c>main</c>.</param>
/// <param name="HeadType">The type of that state.</param>
/// <param name="Head">That state's id.</param>
/// <param name="RecordedAt">When it was stored: UTC.</param>
/// <param name="Branches">How many branches there are, <c>main</c> included.</param>
public sealed record AgentSummary(string Agent, long Version, string HeadType, StateId Head, DateTimeOffset RecordedAt, int Branches);
