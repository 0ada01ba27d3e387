using System.Net;
using System.Net.Sockets;
using Npgsql;
using Orleans.Configuration;

namespace Aura.Silo;

/// <summary>
/// Waits for what a crash of a whole cluster has left behind. A silo joins only when it reaches every active one, and takes dead ones off
/// the table only if their last sign of life is old when it begins: started sooner, it would try in vain until it gives up.
/// </summary>
internal static class DeadNeighbours
{
    // Orleans' SiloStatus.Active.
    private const string ReadActive = "SELECT address, port, alive_at FROM orleans.silos WHERE cluster = $1 AND status = 3";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until every active silo takes connections or is known to be dead.</summary>
    public static async Task WaitAsync(ClusterStore store, string clusterId, ClusterMembershipOptions membership)
    {
        var signOfLife = membership.IAmAliveTablePublishTimeout * membership.NumMissedTableIAmAliveLimit;
        await using var source = NpgsqlDataSource.Create(store.ConnectionString);
        while (await AnyAsync(source, clusterId, signOfLife)) await Task.Delay(Interval);
    }

    private static async Task<bool> AnyAsync(NpgsqlDataSource source, string clusterId, TimeSpan signOfLife)
    {
        await using var command = source.CreateCommand(ReadActive);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clusterId });
        await using var silos = await command.ExecuteReaderAsync();
        while (await silos.ReadAsync())
        {
            if (DateTime.UtcNow - silos.GetDateTime(2) <= signOfLife && !await AnswersAsync(silos.GetString(0), silos.GetInt32(1))) return true;
        }
        return false;
    }

    private static async Task<bool> AnswersAsync(string address, int port)
    {
        using var patience = new CancellationTokenSource(Interval);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Parse(address), port, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
