using System.Runtime.CompilerServices;
using Aura.Engine;

namespace Aura.Client;

/// <summary>Aura inside this process, over one store. Calls to one agent take turns, calls to different agents run in parallel.</summary>
internal sealed class EmbeddedAura : IAura
{
    private readonly EngineServices _services;
    private readonly IFabricDevice _device;
    private readonly StoreQuestions _questions;
    private readonly bool _createStore;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private bool _open;

    public EmbeddedAura(ICausalStore store, AuraOptions options)
    {
        _device = options.FabricDevice();
        _services = new EngineServices(store, options.Engine, options.Time, options.Parts, new FabricParts(_device, options.Embedding));
        _questions = new StoreQuestions(_services);
        _createStore = options.CreateStore;
        Lines = new LoadedLines(_services);
        Speculations = new EmbeddedSpeculations(this, _services);
    }

    public LoadedLines Lines { get; }

    public EmbeddedSpeculations Speculations { get; }

    public IAgent Agent(string name) => new EmbeddedAgent(this, Names.Check("agent", name));

    public IBranch Branch(string agent, string branch) =>
        branch == BranchNames.Main ? Agent(agent) : new EmbeddedBranch(this, Names.Check("agent", agent), Names.Check("branch", branch));

    public ISpeculation Speculation(string agent, string name) =>
        new EmbeddedSpeculation(this, Names.Check("agent", agent), Rules.SpeculationName(name));

    public IMemoryFabric Fabric(string name) => new EmbeddedFabric(this, _services.Fabric(name));

    public async IAsyncEnumerable<FabricInfo> FabricsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken);
        await foreach (var fabric in _questions.FabricsAsync(cancellationToken)) yield return fabric;
    }

    public async IAsyncEnumerable<AgentSummary> AgentsAsync(
        AgentQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken);
        await foreach (var agent in _questions.AgentsAsync(query, cancellationToken)) yield return agent;
    }

    public async ValueTask<AgentState?> FindAsync(StateId id, CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken);
        return await _questions.FindAsync(id, cancellationToken);
    }

    public async IAsyncEnumerable<LineVerification> VerifyAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken);
        await foreach (var line in _questions.VerifyAsync(cancellationToken)) yield return line;
    }

    public async ValueTask<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken);
        return await _questions.StatisticsAsync(cancellationToken);
    }

    public ValueTask<ReplayReport> ReplayAsync(IAsyncEnumerable<ExportRecord> records, CancellationToken cancellationToken = default) =>
        ReplayBatches.RunAsync(records, batch => ReplayAsync(batch, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Speculations.DisposeAsync();
        await _services.DisposeAsync();
        await _device.DisposeAsync();
    }

    /// <summary>Opens the store the first time; a failure is not remembered, so that the next call tries again.</summary>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => _open ? ValueTask.CompletedTask : OpenOnceAsync(cancellationToken);

    private async ValueTask<ReplayReport> ReplayAsync(IReadOnlyList<ExportRecord> batch, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        try
        {
            return await _questions.ReplayAsync(batch, cancellationToken);
        }
        finally
        {
            foreach (var agent in batch.Select(r => r.State?.Agent ?? r.Branch?.Agent).OfType<string>().Distinct()) Lines.DropAgent(agent);
        }
    }

    private async ValueTask OpenOnceAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_open) return;
            await _services.Store.OpenAsync(_createStore, cancellationToken);
            _open = true;
        }
        finally
        {
            _opening.Release();
        }
    }
}
