using Aura.Testing;
using Npgsql;

namespace Aura.LoadTests;

/// <summary>One run: PostgreSQL, silos and clients as processes, load and faults, and at the end the store by itself.</summary>
internal static class LoadRun
{
    // A server takes 200 connections, and a silo has three pools.
    private const int Connections = 150;
    private const int PoolsPerSilo = 3;

    /// <summary>Runs a schedule against a cluster. All that is started is stopped.</summary>
    public static async Task<LoadReport> RunAsync(int siloCount, Schedule schedule, FaultPlan plan, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        var pooled = new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = Connections / (siloCount * PoolsPerSilo) };
        var store = $"postgres:{pooled.ConnectionString}";
        cancellationToken.ThrowIfCancellationRequested();

        IReadOnlyList<Fault> faults;
        IReadOnlyList<Answer> answers;
        await using (var silos = await Silos.StartAsync(store, siloCount))
        await using (var clients = await Clients.StartAsync(store, schedule, folder.Path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var zero = TimeProvider.System.GetTimestamp() + (long)(Schedule.WarmUp.TotalSeconds * TimeProvider.System.TimestampFrequency);
            clients.Begin(zero);
            faults = await new Faults(plan, TimeSpan.FromSeconds(schedule.Seconds), silos, clients, postgres, zero).RunAsync(cancellationToken);
            await clients.FinishedAsync(cancellationToken);
            silos.CheckRunning();
            answers = [.. clients.Answers];
        }
        return LoadReport.Of(siloCount, schedule, answers, faults, await StoreCheck.RunAsync(database, answers, cancellationToken));
    }
}
