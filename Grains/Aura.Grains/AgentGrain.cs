using Aura.Engine;
using Orleans.Concurrency;

namespace Aura.Grains;

/// <summary>An agent: its main line, its branches, and the causal graph around its states.</summary>
[GrainType("aura-agent")]
[MayInterleave(nameof(MayInterleave))]
public sealed class AgentGrain(EngineServices services, CallLimit limit) : LineGrain<AgentEngine>(services, limit), IAgentGrain
{
    /// <inheritdoc/>
    public ValueTask<BranchInfo> CreateBranchAsync(CreateBranchRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.CreateBranchAsync(request, cancellationToken));

    /// <inheritdoc/>
    /// <remarks>An array: not every list of the engine is one that Orleans can send.</remarks>
    public ValueTask<IReadOnlyList<BranchInfo>> ListBranchesAsync(CancellationToken cancellationToken = default) =>
        RunAsync<IReadOnlyList<BranchInfo>>(async () => (await Engine.ListBranchesAsync(cancellationToken)).ToArray());

    /// <inheritdoc/>
    public ValueTask<CausalGraph> WhyAsync(StateId? state = null, CausalQuery? query = null, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.WhyAsync(state, query, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<CausalGraph> EffectsAsync(StateId? state = null, CausalQuery? query = null, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.EffectsAsync(state, query, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<CausalGraph> PathAsync(StateId from, StateId to, CausalQuery? query = null, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.PathAsync(from, to, query, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask ErasePayloadAsync(StateId state, CancellationToken cancellationToken = default) =>
        await EraseAsync(async () =>
        {
            await Engine.ErasePayloadAsync(state, cancellationToken);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ErasureRecord> EraseAsync(CancellationToken cancellationToken = default) =>
        EraseAsync(() => Engine.EraseAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    protected override AgentEngine CreateEngine(EngineServices services, string key) => new(services, Names.Check("agent", key));

    private async ValueTask<T> EraseAsync<T>(Func<ValueTask<T>> erase, CancellationToken cancellationToken)
    {
        var branches = await RunAsync(() => Engine.ListBranchesAsync(cancellationToken));
        try
        {
            return await RunAsync(erase);
        }
        finally
        {
            await Task.WhenAll(branches.Where(b => b.Name != BranchNames.Main).Select(b =>
                GrainFactory.GetGrain<IForgetful>(BranchKey.Of(Engine.AgentName, b.Name)).ForgetAsync().AsTask()));
        }
    }
}
