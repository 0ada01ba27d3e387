using System.Collections.Concurrent;

namespace Aura.Engine;

/// <summary>What all lines of one process share.</summary>
public sealed class EngineServices(
    ICausalStore store, EngineOptions options, TimeProvider time, EngineParts? parts = null, FabricParts? fabrics = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FabricEngine> _fabrics = new(StringComparer.Ordinal);

    /// <summary>Where states become durable.</summary>
    public ICausalStore Store { get; } = store;

    /// <summary>The limits.</summary>
    public EngineOptions Options { get; } = options;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>What is found by name.</summary>
    public EngineParts Parts { get; } = parts ?? new EngineParts();

    /// <summary>What fabrics share.</summary>
    public FabricParts Fabrics => field ??= fabrics ?? new FabricParts();

    /// <summary>Answers causal questions.</summary>
    public CausalExplorer Explorer { get; } = new(store);

    /// <summary>Audits lines.</summary>
    public LineVerifier Verifier { get; } = new(store);

    internal GroupCommit Commit { get; } = new(store, options, time);

    /// <summary>A fabric of this process.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed.</exception>
    public FabricEngine Fabric(string name) => _fabrics.GetOrAdd(name, n => new FabricEngine(this, n));

    /// <summary>Writes down what fabrics hold back, commits what is queued, and closes the store. The device is its owner's to close.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var fabric in _fabrics.Values) await fabric.DisposeAsync();
        await Commit.DisposeAsync();
        await Store.DisposeAsync();
    }
}
