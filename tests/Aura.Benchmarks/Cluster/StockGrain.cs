namespace Aura.Benchmarks.Cluster;

/// <summary>What a stock grain keeps: the same payload, as text.</summary>
[GenerateSerializer]
public sealed class StockState
{
    /// <summary>The payload.</summary>
    [Id(0)]
    public string Payload { get; set; } = "";
}

/// <summary>The peers: a stock grain that writes its state through Orleans' storage provider, and a call that does nothing.</summary>
public interface IStockGrain : IGrainWithStringKey
{
    /// <summary>Overwrites the state.</summary>
    Task SaveAsync(string payload);

    /// <summary>Does nothing.</summary>
    ValueTask EmptyAsync();
}

/// <summary>The stock grain.</summary>
public sealed class StockGrain([PersistentState("stock")] IPersistentState<StockState> state) : Grain, IStockGrain
{
    /// <inheritdoc/>
    public Task SaveAsync(string payload)
    {
        state.State.Payload = payload;
        return state.WriteStateAsync();
    }

    /// <inheritdoc/>
    public ValueTask EmptyAsync() => ValueTask.CompletedTask;
}
