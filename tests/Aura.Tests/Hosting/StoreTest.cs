using Aura.Engine;
using Aura.Storage;

namespace Aura.Tests.Hosting;

/// <summary>A test of one store, open and empty when the test begins.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    private readonly List<ICausalStore> _stores = [];

    /// <summary>Where the store is.</summary>
    protected IStorePlace Place { get; private set; } = null!;

    /// <summary>The store.</summary>
    protected ICausalStore Store { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Place = await MakePlaceAsync();
        Store = await OpenAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
        if (Place is not null) await Place.DisposeAsync();
    }

    /// <summary>Makes an empty place.</summary>
    protected abstract ValueTask<IStorePlace> MakePlaceAsync();

    /// <summary>Another object over the same store, opened.</summary>
    protected async Task<ICausalStore> OpenAsync(bool create = true)
    {
        var store = CausalStores.Create(Place.Store);
        _stores.Add(store);
        await store.OpenAsync(create, default);
        return store;
    }

    /// <summary>Appends states that nothing stands in the way of.</summary>
    protected async Task AppendedAsync(params AgentState[] states)
    {
        var results = await Store.AppendAsync(states, default);
        Assert.All(results, r => Assert.Equal(AppendOutcome.Appended, r.Outcome));
        Assert.Equal(states.Length, results.Count);
    }

    /// <summary>Reads one state by id.</summary>
    protected async Task<AgentState?> ReadAsync(AgentState state) => (await Store.ReadStatesAsync([state.Id], default)).SingleOrDefault();
}
