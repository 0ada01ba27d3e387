using Aura.Client;
using Aura.Engine;
using Microsoft.Extensions.Time.Testing;

namespace Aura.Tests.Hosting;

/// <summary>Aura in this process.</summary>
public sealed class EmbeddedHost : IAuraHost
{
    private readonly List<IAura> _others = [];
    private readonly EngineOptions _engine;

    private EmbeddedHost(IStorePlace place, EngineOptions engine)
    {
        Place = place;
        _engine = engine;
        Time = new FakeTimeProvider(StateSketch.Begin) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    }

    /// <summary>Where the store is.</summary>
    public IStorePlace Place { get; }

    /// <inheritdoc/>
    public IAura Aura { get; private set; } = null!;

    /// <inheritdoc/>
    public FakeTimeProvider Time { get; }

    /// <summary>Opens Aura in a place, which goes with the host.</summary>
    public static async ValueTask<EmbeddedHost> StartAsync(IStorePlace place, EngineOptions? engine = null)
    {
        var host = new EmbeddedHost(place, engine ?? new EngineOptions());
        try
        {
            host.Aura = await host.OpenAsync();
            return host;
        }
        catch
        {
            await place.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask RestartAsync()
    {
        await Aura.DisposeAsync();
        Aura = await OpenAsync();
    }

    /// <inheritdoc/>
    public async ValueTask<IAura> ConnectAsync()
    {
        _others.Add(await OpenAsync());
        return _others[^1];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others) await other.DisposeAsync();
        await Aura.DisposeAsync();
        await Place.DisposeAsync();
    }

    private ValueTask<IAura> OpenAsync()
    {
        var options = new AuraOptions { Store = Place.Store, Time = Time, Engine = _engine };
        TestParts.Register(options.Parts);
        return AuraClient.OpenAsync(options);
    }
}
