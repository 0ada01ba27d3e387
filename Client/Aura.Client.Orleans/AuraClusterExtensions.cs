using Aura;
using Aura.Client;
using Aura.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Reaches Aura in a cluster.</summary>
public static class AuraClusterExtensions
{
    /// <summary>
    /// Aura through a cluster client: <c>client.Aura().Agent("agent_001")</c> and <c>client.GetGrain&lt;IAgentGrain&gt;("agent_001")</c> are the
    /// same thing.
    /// </summary>
    public static IAura Aura(this IGrainFactory client) => new ClusterAura(client);

    /// <summary>Adds a cluster client and a singleton <see cref="IAura"/>. The host connects it when it starts.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="cluster">
    /// <c>postgres:</c> and an Npgsql connection string, for the silos that share that store; or <c>localhost</c> or <c>localhost:PORT</c>, for
    /// one silo's gateway on this machine.
    /// </param>
    /// <param name="configure">Whatever else the client should have: another cluster's name, time-outs.</param>
    /// <exception cref="InvalidInputException">The text names no cluster.</exception>
    public static IServiceCollection AddAuraClient(this IServiceCollection services, string cluster, Action<IClientBuilder>? configure = null)
    {
        var address = ClusterAddress.Parse(cluster);
        return services.AddOrleansClient(client =>
        {
            address.Configure(client);
            client.AddAuraClient();
            configure?.Invoke(client);
        });
    }

    /// <summary>Lets a cluster client that is configured otherwise reach Aura, and adds a singleton <see cref="IAura"/>.</summary>
    public static IClientBuilder AddAuraClient(this IClientBuilder client)
    {
        client.Configure<ClientMessagingOptions>(messaging => messaging.MaxMessageBodySize = ContractSerialization.LargestMessage);
        client.Services.AddAuraContracts().AddSingleton(provider => provider.GetRequiredService<IClusterClient>().Aura());
        return client;
    }
}
