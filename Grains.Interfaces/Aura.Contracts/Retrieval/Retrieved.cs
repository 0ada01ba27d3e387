namespace Aura;

/// <summary>What a retrieval computed.</summary>
/// <param name="State">The state that was read.</param>
/// <param name="Result">What was computed from it.</param>
/// <param name="Remembered">The state that the result was saved as; null if it was not to be.</param>
public sealed record Retrieved(AgentState State, Payload Result, AgentState? Remembered);
