namespace Aura.Engine;

/// <summary>What all lines of one process share.</summary>
public sealed class EngineServices(ICausalStore store, EngineOptions options, TimeProvider time, EngineParts? parts = null) : IAsyncDisposable
{
    /// <summary>Where states become durable.</summary>
    public ICausalStore Store { get; } = store;

    /// <summary>The limits.</summary>
    public EngineOptions Options { get; } = options;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>What is found by name.</summary>
    public EngineParts Parts { get; } = parts ?? new EngineParts();

    /// <summary>Answers causal questions.</summary>
    public CausalExplorer Explorer { get; } = new(store);

    /// <summary>Audits lines.</summary>
    public LineVerifier Verifier { get; } = new(store);

    internal GroupCommit Commit { get; } = new(store, options);

    /// <summary>Commits what is queued, then closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await Commit.DisposeAsync();
        await Store.DisposeAsync();
    }
}
