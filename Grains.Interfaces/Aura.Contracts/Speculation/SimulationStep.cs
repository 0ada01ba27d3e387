namespace Aura;

/// <summary>Where a future stands before its next step.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Future">The future's name within its speculation.</param>
/// <param name="Arguments">The simulation's arguments.</param>
/// <param name="Number">How many steps were made: 0 at first.</param>
/// <param name="Head">The future's last state; at first the state that it starts from.</param>
public sealed record SimulationStep(string Agent, string Future, Payload Arguments, int Number, AgentState Head);
