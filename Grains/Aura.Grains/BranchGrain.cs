using Aura.Engine;
using Orleans.Concurrency;

namespace Aura.Grains;

/// <summary>A branch other than <c>main</c>.</summary>
[GrainType("aura-branch")]
[MayInterleave(nameof(MayInterleave))]
public sealed class BranchGrain(EngineServices services, CallLimit limit) : LineGrain<BranchEngine>(services, limit), IBranchGrain, IForgetful
{
    /// <inheritdoc/>
    protected override BranchEngine CreateEngine(EngineServices services, string key)
    {
        var (agent, branch) = BranchKey.Parse(key);
        Names.Check("agent", agent);
        if (Names.Check("branch", branch) == BranchNames.Main)
            throw new InvalidInputException("branch", $"Branch '{branch}' is the agent itself: ask IAgentGrain '{agent}'.");
        return new BranchEngine(services, agent, branch);
    }
}
