namespace Aura.Engine;

/// <summary>Shorter ways to ask a store the usual things.</summary>
public static class CausalStoreExtensions
{
    /// <summary>Adds one branch. False if the agent has one of that name, which stays as it is.</summary>
    public static async ValueTask<bool> CreateBranchAsync(this ICausalStore store, BranchRecord branch, CancellationToken cancellationToken) =>
        (await store.CreateBranchesAsync([branch], cancellationToken))[0];

    /// <summary>Reads one state; null if there is none.</summary>
    public static async ValueTask<AgentState?> ReadStateAsync(this ICausalStore store, StateId id, CancellationToken cancellationToken) =>
        (await store.ReadStatesAsync([id], cancellationToken)).SingleOrDefault();
}
