namespace Aura.LoadTests;

/// <summary>The client processes and their journals. They are killed, if they still run, with <see cref="DisposeAsync"/>.</summary>
internal sealed class Clients : IAsyncDisposable
{
    private readonly string _store;
    private readonly Schedule _schedule;
    private readonly string _folder;
    private readonly List<string> _journals = [];
    private readonly List<ClientProcess> _running = [];

    private Clients(string store, Schedule schedule, string folder) => (_store, _schedule, _folder) = (store, schedule, folder);

    /// <summary>How many there are.</summary>
    public int Count => _running.Count;

    /// <summary>What all of them noted down, those that were killed included.</summary>
    public IEnumerable<Answer> Answers => _journals.SelectMany(Journal.Read);

    /// <summary>Starts the clients and waits until they are connected.</summary>
    public static async Task<Clients> StartAsync(string store, Schedule schedule, string folder)
    {
        var clients = new Clients(store, schedule, folder);
        try
        {
            for (var i = 0; i < schedule.Clients; i++) clients._running.Add(await clients.StartAsync(i));
            return clients;
        }
        catch
        {
            await clients.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets them begin; the timestamp is that of time zero.</summary>
    public void Begin(long zero) => _running.ForEach(c => c.Begin(zero));

    /// <summary>Kills a client with SIGKILL and starts another that goes on with what is due by then.</summary>
    public async Task ReplaceAsync(int client, long zero)
    {
        await _running[client].DisposeAsync();
        _running[client] = await StartAsync(client);
        _running[client].Begin(zero);
    }

    /// <summary>Waits until they have sent all and all of it has ended.</summary>
    /// <exception cref="InvalidOperationException">One failed.</exception>
    public Task FinishedAsync(CancellationToken cancellationToken) => Task.WhenAll(_running.Select(c => c.FinishedAsync(cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _running) await client.DisposeAsync();
    }

    private Task<ClientProcess> StartAsync(int client)
    {
        _journals.Add(Path.Combine(_folder, $"journal-{_journals.Count}"));
        return ClientProcess.StartAsync(_store, _schedule, client, _journals[^1]);
    }
}
