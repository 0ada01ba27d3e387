using Aura;
using Aura.Client;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Aura with a container.</summary>
public static class AuraServiceCollectionExtensions
{
    /// <summary>Adds a singleton <see cref="IAura"/> over a store, which is opened when it is first used.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="store"><c>sqlite:PATH</c>, or <c>postgres:</c> and an Npgsql connection string.</param>
    public static IServiceCollection AddAura(this IServiceCollection services, string store) => services.AddAura(o => o.Store = store);

    /// <summary>Adds a singleton <see cref="IAura"/>, with the container's <see cref="TimeProvider"/> and embedding generator if it has them.</summary>
    public static IServiceCollection AddAura(this IServiceCollection services, Action<AuraOptions> configure) =>
        services.AddSingleton<IAura>(provider =>
        {
            var options = new AuraOptions();
            if (provider.GetService<TimeProvider>() is { } time) options.Time = time;
            options.Embedding = provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>();
            options.Parts.AddKeyed(services, provider);
            configure(options);
            return AuraClient.Create(options);
        });
}
