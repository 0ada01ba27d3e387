using Aura.Engine;
using Aura.Storage;

namespace Aura.Tests.Hosting;

/// <summary>A test of the engine over a SQLite store whose calls can be intercepted.</summary>
public abstract class EngineTest : IAsyncLifetime
{
    private readonly SqlitePlace _place = new();

    /// <summary>The store.</summary>
    protected InterceptedStore Store { get; private set; } = null!;

    /// <summary>What the engine's lines share.</summary>
    protected EngineServices Services { get; private set; } = null!;

    /// <summary>Where the store is.</summary>
    protected IStorePlace Place => _place;

    /// <summary>The engine's limits.</summary>
    protected virtual EngineOptions Options => new();

    /// <summary>How many batches the store is said to take at once; the store's own word unless a test needs another.</summary>
    protected virtual int? ConcurrentBatches => null;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var store = CausalStores.Create(_place.Store);
        Store = new InterceptedStore(store) { ConcurrentBatches = ConcurrentBatches ?? store.ConcurrentBatches };
        await Store.OpenAsync(true, default);
        Services = new EngineServices(Store, Options, TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _place.DisposeAsync();
    }

    /// <summary>A line of its own in memory.</summary>
    protected AgentEngine Agent(string name) => new(Services, name);
}
