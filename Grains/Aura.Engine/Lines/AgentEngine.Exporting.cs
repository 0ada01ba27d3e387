namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ExportRecord> ExportAsync(CancellationToken cancellationToken = default) =>
        new HistoryExport(Services.Store, AgentName).RunAsync(cancellationToken);
}
