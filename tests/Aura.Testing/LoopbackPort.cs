using System.Net;
using System.Net.Sockets;

namespace Aura.Testing;

/// <summary>Finds ports for the servers that tests start.</summary>
public static class LoopbackPort
{
    /// <summary>A port that nobody listens on at the moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
