using System.Net;
using System.Net.Sockets;

namespace Aura.Testing;

/// <summary>Finds ports for the servers that tests start.</summary>
public static class LoopbackPort
{
    // Below those that systems give to outgoing connections, one of which could take a port before its server does.
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int _given = Random.Shared.Next(Count);

    /// <summary>A port that nobody listens on at the moment, and that this process was not given lately.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _given) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }
}
