namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ExportRecord> ExportAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
