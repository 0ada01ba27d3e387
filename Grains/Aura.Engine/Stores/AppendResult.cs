namespace Aura.Engine;

/// <summary>What became of one state of a batch.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Existing">For a duplicate, the state that was there first; for a conflict, the line's real head, null if it has none.</param>
/// <param name="Unknown">For an unknown link, the state that does not exist.</param>
public readonly record struct AppendResult(AppendOutcome Outcome, AgentState? Existing = null, StateId? Unknown = null);
