namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SpeculationInfo>> ListSpeculationsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
