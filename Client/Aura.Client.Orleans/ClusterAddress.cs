using System.Globalization;
using Npgsql;
using Orleans.Configuration;

namespace Aura.Client;

/// <summary>Where a cluster is found.</summary>
internal sealed class ClusterAddress
{
    private const string Postgres = "postgres:";
    private const string Localhost = "localhost";
    private const int GatewayPort = 30000;

    private readonly string? _connectionString;
    private readonly int _port;

    private ClusterAddress(string? connectionString, int port) => (_connectionString, _port) = (connectionString, port);

    public static ClusterAddress Parse(string text)
    {
        if (text.StartsWith(Postgres, StringComparison.Ordinal))
        {
            try
            {
                return new ClusterAddress(new NpgsqlConnectionStringBuilder(text[Postgres.Length..]) { SearchPath = "orleans" }.ConnectionString, 0);
            }
            catch (ArgumentException e)
            {
                throw new InvalidInputException("cluster", $"Cluster's connection string cannot be read: {e.Message}", e);
            }
        }
        if (text == Localhost) return new ClusterAddress(null, GatewayPort);
        if (text.StartsWith(Localhost + ":", StringComparison.Ordinal)
            && ushort.TryParse(text.AsSpan(Localhost.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0)
            return new ClusterAddress(null, port);
        throw new InvalidInputException(
            "cluster", "Cluster must be postgres:Host=…;Database=…;Username=…, or localhost or localhost:PORT for a silo's gateway on this machine.");
    }

    public void Configure(IClientBuilder client)
    {
        // A silo that has joined, or come back, is to be found in seconds. A call that died with its silo is not told so: it ends by its
        // time-out, which should therefore not be much longer than the cluster needs to notice.
        client.Configure<ClientMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(10);
            messaging.CancelRequestOnTimeout = true;
        });
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        if (_connectionString is null)
        {
            client.UseLocalhostClustering(_port, "aura", "aura");
            return;
        }
        client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("aura", "aura"));
        client.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", _connectionString));
    }
}
