using Aura.Engine;

namespace Aura.Client;

/// <summary>The speculations that somebody asks for or that run. The others are in the store.</summary>
internal sealed class EmbeddedSpeculations(EmbeddedAura aura, EngineServices services) : ISpeculationHost, IAsyncDisposable
{
    private readonly Dictionary<(string Agent, string Name), Held> _held = [];
    private bool _disposed;

    public IBranch Branch(string agent, string branch) => aura.Branch(agent, branch);

    public async ValueTask<FutureInfo> AdvanceAsync(FutureOrder order, CancellationToken cancellationToken)
    {
        using var runner = new FutureRunner(services, aura.Branch(order.Agent, order.Branch), order);
        return await runner.AdvanceAsync(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>Keeps a speculation in memory until the result is disposed of and it runs no more.</summary>
    public Held Hold(string agent, string name)
    {
        lock (_held)
        {
            ObjectDisposedException.ThrowIf(_disposed, aura);
            if (!_held.TryGetValue((agent, name), out var held))
                _held[(agent, name)] = held = new Held(this, (agent, name), new SpeculationEngine(services, this, agent, name));
            held.Users++;
            return held;
        }
    }

    /// <summary>Stops all of an agent that is about to be erased.</summary>
    public async ValueTask ForgetAsync(string agent)
    {
        foreach (var held in Snapshot(h => h.Agent == agent)) await held.Engine.ForgetAsync();
    }

    /// <summary>Stops all; what has not ended goes on when it is next asked for.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_held) _disposed = true;
        foreach (var held in Snapshot(_ => true)) await held.Engine.DisposeAsync();
    }

    private Held[] Snapshot(Func<Held, bool> which)
    {
        lock (_held) return [.. _held.Values.Where(which)];
    }

    private void Release(Held held)
    {
        lock (_held)
        {
            if (--held.Users > 0) return;
            if (held.Engine.Running is { IsCompleted: false } run)
            {
                // As long as it runs, the run itself holds it.
                held.Users++;
                _ = run.ContinueWith(_ => Release(held), CancellationToken.None, TaskContinuationOptions.RunContinuationsAsynchronously, TaskScheduler.Default);
                return;
            }
            _held.Remove(held.Key);
        }
    }

    /// <summary>A speculation in memory.</summary>
    public sealed class Held(EmbeddedSpeculations owner, (string Agent, string Name) key, SpeculationEngine engine) : IDisposable
    {
        public SpeculationEngine Engine => engine;

        public (string Agent, string Name) Key => key;

        public string Agent => key.Agent;

        /// <summary>How many hold it.</summary>
        public int Users { get; set; }

        public void Dispose() => owner.Release(this);
    }
}
