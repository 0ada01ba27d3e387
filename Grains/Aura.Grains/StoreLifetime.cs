using Aura.Engine;

namespace Aura.Grains;

/// <summary>Opens the store before the silo joins its cluster, so that one without a store never takes a call.</summary>
internal sealed class StoreLifetime(EngineServices services, bool create) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(StoreLifetime), ServiceLifecycleStage.First, async cancellationToken => await services.Store.OpenAsync(create, cancellationToken));
}
