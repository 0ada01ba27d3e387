using Aura.Engine;
using Orleans.Concurrency;

namespace Aura.Grains;

/// <summary>An agent: its main line, its branches, and the causal graph around its states.</summary>
[GrainType("aura-agent")]
[MayInterleave(nameof(MayInterleave))]
public sealed class AgentGrain(EngineServices services, CallLimit limit) : LineGrain<AgentEngine>(services, limit), IAgentGrain, IForgetfulAgent
{
    /// <inheritdoc/>
    public ValueTask<BranchInfo> CreateBranchAsync(CreateBranchRequest request, CancellationToken cancellationToken = default) =>
        InTurnAsync(() => Engine.CreateBranchAsync(request, cancellationToken), cancellationToken);

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
    public ValueTask<BranchGraph> BranchGraphAsync(CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.BranchGraphAsync(cancellationToken));

    /// <inheritdoc/>
    public ValueTask<StateDiff> DiffAsync(StateId from, StateId to, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.DiffAsync(from, to, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<WhatIf> WhatIfAsync(WhatIfRequest request, CancellationToken cancellationToken = default) => RunAsync(async () =>
    {
        var whatIf = await Engine.WhatIfAsync(request, cancellationToken);
        // Its first state was written past the branch's grain, which may have been asked since the branch was there.
        await GrainFactory.GetGrain<IForgetful>(BranchKey.Of(whatIf.Branch.Agent, whatIf.Branch.Name)).ForgetAsync();
        return whatIf;
    });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WhatIf>> ListWhatIfsAsync(CancellationToken cancellationToken = default) =>
        RunAsync<IReadOnlyList<WhatIf>>(async () => (await Engine.ListWhatIfsAsync(cancellationToken)).ToArray());

    /// <inheritdoc/>
    public ValueTask<Calibration> CalibrateAsync(CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.CalibrateAsync(cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SpeculationInfo>> ListSpeculationsAsync(CancellationToken cancellationToken = default) =>
        RunAsync<IReadOnlyList<SpeculationInfo>>(async () => (await Engine.ListSpeculationsAsync(cancellationToken)).ToArray());

    /// <inheritdoc/>
    /// <remarks>Only what records the thought takes its turn: the agent does not wait for a fabric.</remarks>
    public async ValueTask<Thought> ThinkAsync(string fabric, ThinkRequest request, CancellationToken cancellationToken = default)
    {
        var memory = GrainFactory.GetGrain<IMemoryFabricGrain>(Names.Check("fabric", fabric));
        var thought = await RunAsync(() => memory.ThinkAsync(request, cancellationToken));
        return await WriteAsync(() => Engine.RecordAsync(fabric, request, thought, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ExportRecord> ExportAsync(CancellationToken cancellationToken = default) =>
        MessageSizes.BoundAsync(Engine.ExportAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ErasePayloadAsync(StateId state, CancellationToken cancellationToken = default) =>
        await EraseAsync(async () =>
        {
            await Engine.ErasePayloadAsync(state, cancellationToken);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ErasureRecord> EraseAsync(CancellationToken cancellationToken = default)
    {
        // Beforehand and out of turn: what stops may just be saving.
        var speculations = (await ListBranchesAsync(cancellationToken)).Select(b => b.Name)
            .Where(b => b.StartsWith(BranchNames.SpeculationPrefix, StringComparison.Ordinal))
            .Select(b => GrainFactory.GetGrain<IPausable>(BranchKey.Of(Engine.AgentName, b[BranchNames.SpeculationPrefix.Length..])));
        await Task.WhenAll(speculations.Select(s => s.PauseAsync().AsTask()));
        return await EraseAsync(() => Engine.EraseAsync(cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    protected override AgentEngine CreateEngine(EngineServices services, string key) => new(services, Names.Check("agent", key));

    // What was erased must not live on in any branch's memory. They forget before it, while a failure still has no consequences, and after it,
    // since they may have been read again meanwhile; by then what has been done is not undone by a silo that does not answer.
    private ValueTask<T> EraseAsync<T>(Func<ValueTask<T>> erase, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        var branches = (await Engine.ListBranchesAsync(cancellationToken)).Where(b => b.Name != BranchNames.Main)
            .Select(b => GrainFactory.GetGrain<IForgetful>(BranchKey.Of(Engine.AgentName, b.Name))).ToArray();
        Task ForgetAsync() => Task.WhenAll(branches.Select(b => b.ForgetAsync().AsTask()));
        await ForgetAsync();
        var result = await erase();
        await ForgetAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return result;
    }, cancellationToken);
}
