using System.Runtime.CompilerServices;
using Aura.Engine;

namespace Aura.Client;

/// <summary>An agent inside this process.</summary>
internal sealed class EmbeddedAgent(EmbeddedAura aura, string agent) : EmbeddedBranch(aura, agent, BranchNames.Main), IAgent
{
    private AgentEngine Engine => (AgentEngine)Line.Engine;

    public async ValueTask<BranchInfo> CreateBranchAsync(CreateBranchRequest request, CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.CreateBranchAsync(request, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<BranchInfo>> ListBranchesAsync(CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.ListBranchesAsync(cancellationToken);
    }

    public async ValueTask<CausalGraph> WhyAsync(StateId? state = null, CausalQuery? query = null, CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.WhyAsync(state, query, cancellationToken);
    }

    public async ValueTask<CausalGraph> EffectsAsync(StateId? state = null, CausalQuery? query = null, CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.EffectsAsync(state, query, cancellationToken);
    }

    public async ValueTask<CausalGraph> PathAsync(StateId from, StateId to, CausalQuery? query = null, CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.PathAsync(from, to, query, cancellationToken);
    }

    public async ValueTask<BranchGraph> BranchGraphAsync(CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.BranchGraphAsync(cancellationToken);
    }

    public async ValueTask<StateDiff> DiffAsync(StateId from, StateId to, CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.DiffAsync(from, to, cancellationToken);
    }

    public async ValueTask<WhatIf> WhatIfAsync(WhatIfRequest request, CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        var whatIf = await Engine.WhatIfAsync(request, cancellationToken);
        Aura.Lines.Forget(new LineKey(whatIf.Branch.Agent, whatIf.Branch.Name));
        return whatIf;
    }

    public async ValueTask<IReadOnlyList<WhatIf>> ListWhatIfsAsync(CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.ListWhatIfsAsync(cancellationToken);
    }

    public async ValueTask<Calibration> CalibrateAsync(CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.CalibrateAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<SpeculationInfo>> ListSpeculationsAsync(CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        return await Engine.ListSpeculationsAsync(cancellationToken);
    }

    public async ValueTask<Thought> ThinkAsync(string fabric, ThinkRequest request, CancellationToken cancellationToken = default)
    {
        var thought = await Aura.Fabric(fabric).ThinkAsync(request, cancellationToken);
        return await WriteAsync(engine => ((AgentEngine)engine).RecordAsync(fabric, request, thought, cancellationToken), cancellationToken);
    }

    public async IAsyncEnumerable<ExportRecord> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Aura.OpenAsync(cancellationToken);
        await foreach (var record in Engine.ExportAsync(cancellationToken)) yield return record;
    }

    public async ValueTask ErasePayloadAsync(StateId state, CancellationToken cancellationToken = default) =>
        await EraseAsync(async engine =>
        {
            await engine.ErasePayloadAsync(state, cancellationToken);
            return true;
        }, cancellationToken);

    public async ValueTask<ErasureRecord> EraseAsync(CancellationToken cancellationToken = default)
    {
        await Aura.Speculations.ForgetAsync(Line.Engine.AgentName);
        return await EraseAsync(engine => engine.EraseAsync(cancellationToken), cancellationToken);
    }

    // What was erased must not live on in the memory of any of the agent's lines.
    private async ValueTask<T> EraseAsync<T>(Func<AgentEngine, ValueTask<T>> erase, CancellationToken cancellationToken)
    {
        await Aura.OpenAsync(cancellationToken);
        var line = Line;
        using var turn = await line.TakeTurnAsync(cancellationToken);
        try
        {
            return await erase((AgentEngine)line.Engine);
        }
        finally
        {
            Aura.Lines.DropAgent(line.Engine.AgentName);
        }
    }
}
