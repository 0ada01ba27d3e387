using System.Collections.Concurrent;

namespace Aura.Engine;

/// <summary>How the futures of a speculation stand that has not ended, as the store tells it.</summary>
internal sealed class FutureStanding(EngineServices services)
{
    // Read on from the last time, so that whoever asks again and again does not read everything again and again.
    private readonly ConcurrentDictionary<string, FutureTally> _tallies = [];

    /// <summary>How all futures stand, in the request's order.</summary>
    /// <param name="log">The speculation.</param>
    /// <param name="known">Those that are known to have ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyList<FutureInfo>> ReadAsync(
        SpeculationLog log, IReadOnlyDictionary<string, FutureInfo> known, CancellationToken cancellationToken)
    {
        var futures = new FutureInfo[log.Request!.Futures.Count];
        for (var i = 0; i < futures.Length; i++)
        {
            var future = log.Request.Futures[i];
            futures[i] = known.GetValueOrDefault(future.Name) ?? await ReadAsync(log, future, cancellationToken);
        }
        return futures;
    }

    /// <summary>How one future stands.</summary>
    public async ValueTask<FutureInfo> ReadAsync(SpeculationLog log, FutureRequest future, CancellationToken cancellationToken)
    {
        var tally = await TallyAsync(log, future, cancellationToken);
        var status = future.Simulation is not null ? FutureStatus.Running : log.Driven.GetValueOrDefault(future.Name, FutureStatus.Driven);
        var lease = status == FutureStatus.Driven ? log.Leases.GetValueOrDefault(future.Name) : null;
        return tally.Describe(future.Name, status, log.Request!.From!.Value) with
        {
            LeasedUntil = lease?.Until > services.Time.GetUtcNow() ? lease.Until : null,
        };
    }

    /// <summary>What a future has come to.</summary>
    public async ValueTask<FutureTally> TallyAsync(SpeculationLog log, FutureRequest future, CancellationToken cancellationToken)
    {
        var branch = BranchNames.OfFuture(log.Name, future.Name);
        var tally = await _tallies.GetOrAdd(future.Name, _ => new FutureTally(log.Agent, branch)).RefreshAsync(services.Store, cancellationToken);
        return _tallies[future.Name] = tally;
    }
}
