using System.Net;
using System.Net.Sockets;
using Aura.Storage;

namespace Aura.Silo;

/// <summary>Finds out in seconds, and before anything runs, what would keep a silo from joining its cluster.</summary>
internal static class Preflight
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>Checks ports, store and tables, and makes the tables if that is allowed.</summary>
    /// <exception cref="AuraException">Something is wrong.</exception>
    public static async Task CheckAsync(SiloSettings settings)
    {
        CheckFree(settings.IPAddress, settings.SiloPort, $"{SiloSettings.Section}:{nameof(SiloSettings.SiloPort)}");
        CheckFree(settings.IPAddress, settings.GatewayPort, $"{SiloSettings.Section}:{nameof(SiloSettings.GatewayPort)}");
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // Npgsql does not hear of a cancellation while it waits for a server's first word.
            await CheckStoreAsync(settings, patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The store has not answered within {Patience.TotalSeconds} seconds.");
        }
    }

    /// <summary>Checks where dashboard and health will be, as far as addresses are given as such and not by name.</summary>
    /// <exception cref="InvalidInputException">It cannot be there.</exception>
    public static void CheckUrls(string? urls)
    {
        const string setting = "Urls";
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException e)
            {
                throw new InvalidInputException(setting, $"{setting} is '{urls}': it must be like http://127.0.0.1:8080.", e);
            }
            if (address.Port is < 0 or > ushort.MaxValue)
                throw new InvalidInputException(setting, $"{setting} names the port {address.Port}: at most {ushort.MaxValue} is one.");
            var host = address.Host == "localhost" ? IPAddress.Loopback.ToString() : address.Host;
            if (IPAddress.TryParse(host, out var ip)) CheckFree(ip, address.Port, setting);
        }
    }

    private static async Task CheckStoreAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        await using var store = CausalStores.Create(settings.Store);
        await store.OpenAsync(settings.CreateStore, cancellationToken);
        if (ClusterStore.Of(settings) is { } cluster) await OrleansSchema.EnsureAsync(cluster.ConnectionString, settings.CreateStore, cancellationToken);
    }

    private static void CheckFree(IPAddress address, int port, string setting)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new InvalidInputException(setting, $"Port {port} on {address} cannot be had ({e.Message}): set {setting} to a free one.", e);
        }
    }
}
