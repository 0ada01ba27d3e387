using System.Runtime.CompilerServices;
using Aura.Engine;

namespace Aura.Client;

/// <summary>A branch inside this process: writes take turns, reads go beside them.</summary>
internal class EmbeddedBranch(EmbeddedAura aura, string agent, string branch) : IBranch
{
    protected EmbeddedAura Aura => aura;

    // Looked up for each call: a line that was dropped from memory must not live on in somebody's hand and grow stale.
    protected LoadedLine Line => aura.Lines.Get(new LineKey(agent, branch));

    public async ValueTask<AgentState> SaveAsync(SaveRequest request, CancellationToken cancellationToken = default)
    {
        await aura.OpenAsync(cancellationToken);
        var line = Line;
        using var turn = await line.TakeTurnAsync(cancellationToken);
        var state = await line.Engine.SaveAsync(request, cancellationToken);
        aura.Lines.Saved(new LineKey(agent, branch), line);
        return state;
    }

    public ValueTask<AgentState> RevertAsync(RevertRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(engine => engine.RevertAsync(request, cancellationToken), cancellationToken);

    public ValueTask<MergeReport> MergeAsync(MergeRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(engine => engine.MergeAsync(request, cancellationToken), cancellationToken);

    public ValueTask<AgentState> PromoteAsync(PromoteRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(engine => engine.PromoteAsync(request, cancellationToken), cancellationToken);

    public ValueTask<AgentState> DiscardAsync(DiscardRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(engine => engine.DiscardAsync(request, cancellationToken), cancellationToken);

    public async ValueTask<Retrieved> RetrieveAsync(RetrieveRequest request, CancellationToken cancellationToken = default)
    {
        await aura.OpenAsync(cancellationToken);
        var retrieved = await Line.Engine.ComputeAsync(request, cancellationToken);
        return request.Remember ? await WriteAsync(engine => engine.RememberAsync(request, retrieved, cancellationToken), cancellationToken) : retrieved;
    }

    public ValueTask<AgentState?> LoadAsync(LoadRequest? request = null, CancellationToken cancellationToken = default)
    {
        var line = Line;
        return request is null && line.Engine.LoadedHead is { } head
            ? ValueTask.FromResult<AgentState?>(head)
            : LoadFromStoreAsync(line, request, cancellationToken);
    }

    public async IAsyncEnumerable<AgentState> HistoryAsync(
        HistoryRequest? request = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await aura.OpenAsync(cancellationToken);
        await foreach (var state in Line.Engine.HistoryAsync(request, cancellationToken)) yield return state;
    }

    public async ValueTask<BranchInfo> DescribeAsync(CancellationToken cancellationToken = default)
    {
        await aura.OpenAsync(cancellationToken);
        return await Line.Engine.DescribeAsync(cancellationToken);
    }

    public async ValueTask<LineVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        await aura.OpenAsync(cancellationToken);
        return await Line.Engine.VerifyAsync(cancellationToken);
    }

    private async ValueTask<AgentState?> LoadFromStoreAsync(LoadedLine line, LoadRequest? request, CancellationToken cancellationToken)
    {
        await aura.OpenAsync(cancellationToken);
        return await line.Engine.LoadAsync(request, cancellationToken);
    }

    protected async ValueTask<T> WriteAsync<T>(Func<BranchEngine, ValueTask<T>> write, CancellationToken cancellationToken)
    {
        await aura.OpenAsync(cancellationToken);
        var line = Line;
        using var turn = await line.TakeTurnAsync(cancellationToken);
        var result = await write(line.Engine);
        aura.Lines.Saved(new LineKey(agent, branch), line);
        return result;
    }
}
