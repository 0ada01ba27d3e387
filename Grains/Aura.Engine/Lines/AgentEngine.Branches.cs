namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    public async ValueTask<BranchGraph> BranchGraphAsync(CancellationToken cancellationToken = default) => new()
    {
        Agent = AgentName,
        Branches = await ReadBranchesAsync(null, cancellationToken),
        Joins = await Services.Store.ReadJoinsAsync(AgentName, cancellationToken),
    };

    /// <inheritdoc/>
    public async ValueTask<StateDiff> DiffAsync(StateId from, StateId to, CancellationToken cancellationToken = default)
    {
        var states = (await Services.Store.ReadStatesAsync([from, to], cancellationToken)).ToDictionary(s => s.Id);
        var (old, now) = (ContentOf(from), ContentOf(to));
        return new StateDiff(from, to, await Task.Run(() => JsonDiff.Between(old, now), cancellationToken));

        Payload ContentOf(StateId id)
        {
            var state = states.GetValueOrDefault(id) ?? throw new NotFoundException($"There is no state {id}.");
            return state.Payload ?? throw new NotFoundException($"The content of state {id} was erased.");
        }
    }
}
