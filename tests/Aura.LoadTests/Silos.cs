using Aura.Testing;

namespace Aura.LoadTests;

/// <summary>The silos of a cluster, each a process. They are killed with <see cref="DisposeAsync"/>.</summary>
internal sealed class Silos : IAsyncDisposable
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Aura.Silo.dll");

    private readonly string _store;
    private readonly List<SiloProcess> _running = [];

    private Silos(string store) => _store = store;

    /// <summary>How many there are.</summary>
    public int Count => _running.Count;

    /// <summary>Starts a cluster.</summary>
    public static async Task<Silos> StartAsync(string store, int count)
    {
        var silos = new Silos(store);
        try
        {
            for (var i = 0; i < count; i++) silos._running.Add(await SiloProcess.StartAsync(Assembly, store));
            return silos;
        }
        catch
        {
            await silos.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends a silo, with SIGTERM if it may finish, else with SIGKILL, and starts another in its place.</summary>
    public async Task ReplaceAsync(int silo, bool finish)
    {
        if (finish) await _running[silo].StopAsync();
        await _running[silo].DisposeAsync();
        _running[silo] = await SiloProcess.StartAsync(Assembly, _store);
    }

    /// <summary>Checks that no silo has ended that nobody ended.</summary>
    /// <exception cref="InvalidOperationException">One has; the message is what it printed.</exception>
    public void CheckRunning()
    {
        if (_running.Find(s => !s.IsRunning) is { } ended) throw new InvalidOperationException($"A silo ended by itself:\n{ended.Output}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _running) await silo.DisposeAsync();
    }
}
