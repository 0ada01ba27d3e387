namespace Aura.Grains;

/// <summary>An agent in a cluster. Its key is the agent's name.</summary>
[Alias("aura.agent")]
public interface IAgentGrain : IAgent, IGrainWithStringKey;
