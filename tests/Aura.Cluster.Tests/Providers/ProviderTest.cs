namespace Aura.Cluster.Tests.Providers;

/// <summary>A test of Orleans' providers on our tables.</summary>
public abstract class ProviderTest(ProviderCluster cluster) : IAsyncLifetime
{
    /// <summary>The silos.</summary>
    protected ProviderCluster Cluster => cluster;

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => cluster.ReadyAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs one thing many times at once.</summary>
    protected static Task<T[]> AtOnceAsync<T>(int times, Func<int, Task<T>> run) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => run(i))));
}
