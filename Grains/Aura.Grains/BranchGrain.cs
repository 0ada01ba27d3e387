using Aura.Engine;
using Orleans.Concurrency;

namespace Aura.Grains;

/// <summary>A branch other than <c>main</c>.</summary>
[GrainType("aura-branch")]
[MayInterleave(nameof(MayInterleave))]
public sealed class BranchGrain(EngineServices services, CallLimit limit)
    : LineGrain<BranchEngine>(services, limit), IBranchGrain, IForgetful, IFutureGrain
{
    // Well below the time after which a call is given up.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    private FutureRunner? _runner;

    /// <inheritdoc/>
    public override ValueTask ForgetAsync()
    {
        StopFuture();
        return base.ForgetAsync();
    }

    /// <inheritdoc/>
    public async ValueTask<FutureInfo> AdvanceAsync(
        string speculation, StateId id, FutureRequest future, SpeculationBudget budget, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        var order = new FutureOrder(Engine.AgentName, speculation, id, future, budget, deadline);
        if (_runner?.Order.Id != id) StopFuture();
        var runner = _runner ??= new FutureRunner(Services, this, order);
        try
        {
            return await runner.AdvanceAsync(Slice, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (runner == _runner) StopFuture();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        StopFuture();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override BranchEngine CreateEngine(EngineServices services, string key)
    {
        var (agent, branch) = BranchKey.Parse(key);
        Names.Check("agent", agent);
        if (Names.Check("branch", branch) == BranchNames.Main)
            throw new InvalidInputException("branch", $"Branch '{branch}' is the agent itself: ask IAgentGrain '{agent}'.");
        return new BranchEngine(services, agent, branch);
    }

    private void StopFuture()
    {
        _runner?.Dispose();
        _runner = null;
    }
}
