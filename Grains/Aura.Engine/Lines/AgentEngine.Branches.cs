namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    public ValueTask<BranchGraph> BranchGraphAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<StateDiff> DiffAsync(StateId from, StateId to, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
