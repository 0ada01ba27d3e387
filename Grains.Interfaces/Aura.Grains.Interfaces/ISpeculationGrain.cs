namespace Aura.Grains;

/// <summary>A speculation in a cluster. Its key is a <see cref="BranchKey"/> with the speculation's name in the branch's place.</summary>
[Alias("aura.speculation")]
public interface ISpeculationGrain : ISpeculation, IGrainWithStringKey;
