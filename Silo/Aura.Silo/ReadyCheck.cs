using Aura.Engine;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace Aura.Silo;

/// <summary>Ready: the silo has joined its cluster and its store answers.</summary>
internal sealed class ReadyCheck(ISiloStatusOracle silo, EngineServices services) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (silo.CurrentStatus != SiloStatus.Active) return HealthCheckResult.Unhealthy($"The silo is {silo.CurrentStatus}.");
        try
        {
            await services.Store.ReadStatesAsync([default], cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is StoreException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The store does not answer.", e);
        }
    }
}
