namespace Aura;

/// <summary>Shorter ways to say the usual things.</summary>
public static class AgentExtensions
{
    /// <summary>Saves a state of the given type.</summary>
    public static ValueTask<AgentState> SaveAsync(
        this IBranch branch, string type, Payload payload, CausalContext? context = null, CancellationToken cancellationToken = default) =>
        branch.SaveAsync(new SaveRequest { Type = type, Payload = payload, Context = context ?? CausalContext.Empty }, cancellationToken);

    /// <summary>Saves a decision and what led to it.</summary>
    public static ValueTask<AgentState> SaveDecisionAsync(
        this IBranch branch, Payload decision, IReadOnlyList<Cause> causes, double? confidence = null, CancellationToken cancellationToken = default) =>
        branch.SaveAsync(StateTypes.Decision, decision, new CausalContext { Causes = causes, Confidence = confidence }, cancellationToken);

    /// <summary>Loads the last state of the given type.</summary>
    public static ValueTask<AgentState?> LoadAsync(this IBranch branch, string type, CancellationToken cancellationToken = default) =>
        branch.LoadAsync(new LoadRequest { Type = type }, cancellationToken);

    /// <summary>Opens a branch at the head, or at the given state.</summary>
    public static ValueTask<BranchInfo> CreateBranchAsync(
        this IAgent agent, string name, StateId? from = null, CancellationToken cancellationToken = default) =>
        agent.CreateBranchAsync(new CreateBranchRequest { Name = name, From = from }, cancellationToken);

    /// <summary>Loads a state and computes over it here, at the caller; the default value if there is no such state.</summary>
    public static async ValueTask<T?> LoadAsync<T>(
        this IBranch branch, Func<AgentState, T> compute, LoadRequest? request = null, CancellationToken cancellationToken = default) =>
        await branch.LoadAsync(request, cancellationToken) is { } state ? compute(state) : default;

    /// <summary>Runs a registered retrieval over the head.</summary>
    public static ValueTask<Retrieved> RetrieveAsync(
        this IBranch branch, string retrieval, Payload? arguments = null, bool remember = false, CancellationToken cancellationToken = default) =>
        branch.RetrieveAsync(new RetrieveRequest { Retrieval = retrieval, Arguments = arguments!, Remember = remember }, cancellationToken);

    /// <summary>Starts a speculation and waits until it has ended.</summary>
    public static async ValueTask<SpeculationInfo> RunAsync(
        this ISpeculation speculation, SpeculationRequest request, CancellationToken cancellationToken = default)
    {
        var info = await speculation.StartAsync(request, cancellationToken);
        while (!info.HasEnded) info = await speculation.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
        return info;
    }
}
