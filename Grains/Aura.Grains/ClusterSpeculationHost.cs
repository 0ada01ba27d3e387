using Aura.Engine;

namespace Aura.Grains;

/// <summary>Reaches branches as grains, and has every future run in its branch's.</summary>
internal sealed class ClusterSpeculationHost(IGrainFactory grains) : ISpeculationHost
{
    public IBranch Branch(string agent, string branch) =>
        branch == BranchNames.Main ? grains.GetGrain<IAgentGrain>(agent) : grains.GetGrain<IBranchGrain>(BranchKey.Of(agent, branch));

    public ValueTask<FutureInfo> AdvanceAsync(FutureOrder order, CancellationToken cancellationToken) =>
        grains.GetGrain<IFutureGrain>(BranchKey.Of(order.Agent, order.Branch))
            .AdvanceAsync(order.Speculation, order.Id, order.Future, order.Budget, order.Deadline, cancellationToken);
}
