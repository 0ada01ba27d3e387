namespace Aura.Cluster.Tests.Providers;

/// <summary>Keeps a count in the default grain storage.</summary>
public sealed class TallyGrain([PersistentState("tally")] IPersistentState<Tally> tally) : Grain, ITallyGrain
{
    /// <inheritdoc/>
    public async Task<int> AddAsync()
    {
        tally.State.Count++;
        await tally.WriteStateAsync();
        return tally.State.Count;
    }

    /// <inheritdoc/>
    public async Task<int?> ReadAsync()
    {
        await tally.ReadStateAsync();
        return tally.RecordExists ? tally.State.Count : null;
    }

    /// <inheritdoc/>
    public Task ClearAsync() => tally.ClearStateAsync();
}
