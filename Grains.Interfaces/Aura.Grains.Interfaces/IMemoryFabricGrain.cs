namespace Aura.Grains;

/// <summary>A fabric in a cluster. Its key is the fabric's name.</summary>
/// <remarks>
/// A call may take longer than its caller waits for an answer (ten seconds, unless the client is configured otherwise): the first one reads the
/// whole fabric from the store, and an evolution goes through all of it. Both go on when the caller has given up, and the next call finds what they
/// have done. What was remembered under ids of the caller's own can be remembered again without harm.
/// </remarks>
[Alias("aura.fabric")]
public interface IMemoryFabricGrain : IMemoryFabric, IGrainWithStringKey;
