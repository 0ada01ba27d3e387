namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SpeculationInfo>> ListSpeculationsAsync(CancellationToken cancellationToken = default)
    {
        var speculations = new List<SpeculationInfo>();
        foreach (var branch in await Services.Store.ReadBranchesAsync(AgentName, null, cancellationToken))
        {
            if (!branch.Name.StartsWith(BranchNames.SpeculationPrefix, StringComparison.Ordinal)) continue;
            var name = branch.Name[BranchNames.SpeculationPrefix.Length..];
            if (await SpeculationLog.ReadAsync(Services.Store, AgentName, name, cancellationToken) is not { } log) continue;
            var futures = log.Status == SpeculationStatus.Running
                ? await new FutureStanding(Services).ReadAsync(log, new Dictionary<string, FutureInfo>(), cancellationToken)
                : [];
            speculations.Add(log.Describe(futures));
        }
        return speculations;
    }
}
