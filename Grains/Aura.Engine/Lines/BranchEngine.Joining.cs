namespace Aura.Engine;

public partial class BranchEngine
{
    /// <inheritdoc/>
    public ValueTask<AgentState> RevertAsync(RevertRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<MergeReport> MergeAsync(MergeRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<AgentState> PromoteAsync(PromoteRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<AgentState> DiscardAsync(DiscardRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Reads what has become of branches.</summary>
    protected async ValueTask<IReadOnlyList<BranchInfo>> ReadBranchesAsync(string? name, CancellationToken cancellationToken)
    {
        var branches = await services.Store.ReadBranchesAsync(agent, name, cancellationToken);
        var now = services.Time.GetUtcNow();
        return [.. branches.Select(b => b.Status == BranchStatus.Open && b.ExpiresAt <= now ? b with { Status = BranchStatus.Expired } : b)];
    }

    private void CheckOpen(LineSnapshot line)
    {
    }
}
