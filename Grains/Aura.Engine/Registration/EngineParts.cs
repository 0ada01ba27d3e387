using Microsoft.Extensions.DependencyInjection;

namespace Aura.Engine;

/// <summary>What the engine finds by name: retrievals, simulations, scorers and merge resolvers, its own and those that users registered.</summary>
public sealed class EngineParts
{
    /// <summary>
    /// Begins with the engine's own: the retrievals <c>decayed</c>, <c>enrich</c>, <c>project</c> and <c>summarise-history</c>; the simulation
    /// <c>script</c>; the scorers <c>confidence</c>, <c>energy</c> and <c>value</c>.
    /// </summary>
    public EngineParts()
    {
        Retrievals.Add("decayed", new DecayRetrieval());
        Retrievals.Add("enrich", new EnrichRetrieval());
        Retrievals.Add("project", new ProjectRetrieval());
        Retrievals.Add("summarise-history", new HistorySummaryRetrieval());
        Simulations.Add("script", new ScriptSimulation());
        Scorers.Add("confidence", new ConfidenceScorer());
        Scorers.Add("energy", new EnergyScorer());
        Scorers.Add("value", new ValueScorer());
    }

    /// <summary>What computes while states are loaded.</summary>
    public NamedParts<IRetrieval> Retrievals { get; } = new("retrieval");

    /// <summary>What runs futures.</summary>
    public NamedParts<ISimulation> Simulations { get; } = new("simulation");

    /// <summary>What ranks futures.</summary>
    public NamedParts<IScorer> Scorers { get; } = new("scorer");

    /// <summary>What decides conflicts of merges.</summary>
    public NamedParts<IMergeResolver> Resolvers { get; } = new("resolver");

    /// <summary>Adds the container's keyed singletons of these kinds; their keys are the names.</summary>
    /// <param name="services">The services as they were registered: a provider does not tell its keys.</param>
    /// <param name="provider">Makes them.</param>
    public EngineParts AddKeyed(IServiceCollection services, IServiceProvider provider)
    {
        Add(Retrievals);
        Add(Simulations);
        Add(Scorers);
        Add(Resolvers);
        return this;

        void Add<T>(NamedParts<T> parts)
            where T : class
        {
            foreach (var service in services.Where(s => s.ServiceType == typeof(T) && s.ServiceKey is string))
                parts.Add((string)service.ServiceKey!, provider.GetRequiredKeyedService<T>(service.ServiceKey));
        }
    }
}
