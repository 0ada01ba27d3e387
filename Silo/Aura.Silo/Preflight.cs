using System.Net;
using System.Net.Sockets;
using Aura.Storage;

namespace Aura.Silo;

/// <summary>Finds out in seconds, and before anything runs, what would keep a silo from joining its cluster.</summary>
internal static class Preflight
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Checks ports, store and tables, and makes the tables if that is allowed.</summary>
    /// <exception cref="AuraException">Something is wrong.</exception>
    public static async Task CheckAsync(SiloSettings settings)
    {
        CheckFree(settings.SiloPort, nameof(SiloSettings.SiloPort), settings.IPAddress);
        CheckFree(settings.GatewayPort, nameof(SiloSettings.GatewayPort), settings.IPAddress);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await using var store = CausalStores.Create(settings.Store);
            await store.OpenAsync(settings.CreateStore, patience.Token);
            if (ClusterStore.Of(settings) is { } cluster) await OrleansSchema.EnsureAsync(cluster.ConnectionString, settings.CreateStore, patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The store has not answered within {Patience.TotalSeconds} seconds.");
        }
    }

    private static void CheckFree(int port, string setting, IPAddress address)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new InvalidInputException(setting, $"Port {port} on {address} cannot be had ({e.Message}): set {SiloSettings.Section}:{setting} to a free one.", e);
        }
    }
}
