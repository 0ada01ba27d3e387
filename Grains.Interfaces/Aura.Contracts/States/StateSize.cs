namespace Aura;

/// <summary>How large states are, for whoever sends many of them.</summary>
public static class StateSize
{
    /// <summary>The bytes of a state's payload and of its counterfactuals' values: what makes a state large.</summary>
    public static long Of(AgentState state) => (state.Payload?.Length ?? 0) + state.Context.Counterfactuals.Values.Sum(c => (long)c.Value.Length);
}
