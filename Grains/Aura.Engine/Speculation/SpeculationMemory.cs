using System.Collections.Concurrent;

namespace Aura.Engine;

/// <summary>What is known of one speculation beside its log. It says nothing of another that has its name after it was erased.</summary>
/// <param name="services">The store and the clock.</param>
/// <param name="id">The state by which the speculation began.</param>
internal sealed class SpeculationMemory(EngineServices services, StateId id)
{
    /// <summary>The state by which the speculation began.</summary>
    public StateId Id => id;

    /// <summary>The simulated futures that have ended.</summary>
    public ConcurrentDictionary<string, FutureInfo> Results { get; } = [];

    /// <summary>How the others stand.</summary>
    public FutureStanding Standing { get; } = new(services);
}
