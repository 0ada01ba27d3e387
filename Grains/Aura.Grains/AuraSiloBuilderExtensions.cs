using Aura.Engine;
using Aura.Grains;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Placement;

namespace Orleans.Hosting;

/// <summary>Puts Aura's grains into a silo.</summary>
public static class AuraSiloBuilderExtensions
{
    /// <summary>Adds the grains over a store, with the container's embedding generator for fabrics if it has one.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="store">Makes the store. The silo opens it before it joins the cluster, and closes it when it is disposed of.</param>
    /// <param name="configure">The limits and the clock.</param>
    public static ISiloBuilder AddAura(this ISiloBuilder silo, Func<IServiceProvider, ICausalStore> store, Action<AuraGrainOptions>? configure = null)
    {
        var options = new AuraGrainOptions();
        configure?.Invoke(options);
        options.Validate();
        silo.Services
            .AddAuraContracts()
            .AddSingleton(options)
            .AddSingleton(_ => options.FabricDevice())
            .AddSingleton(provider => new EngineServices(
                store(provider), options.Engine, options.Time, options.Parts.AddKeyed(silo.Services, provider),
                new FabricParts(provider.GetRequiredService<IFabricDevice>(), provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>())))
            .AddSingleton<GpuSilos>()
            .AddPlacementFilter<FabricPlacementFilter, FabricPlacementDirector>(ServiceLifetime.Singleton)
            .AddSingleton(new CallLimit(options.MaxCalls))
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider =>
                new StoreLifetime(provider.GetRequiredService<EngineServices>(), options.CreateStore));
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.MaxEnqueuedRequestsHardLimit = options.MaxQueuedPerLine;
            messaging.MaxMessageBodySize = ContractSerialization.LargestMessage;
        });
        return silo;
    }
}
