namespace Aura.Grains;

/// <summary>A branch in a cluster, other than <c>main</c>, which is the agent itself. Its key is a <see cref="BranchKey"/>.</summary>
[Alias("aura.branch")]
public interface IBranchGrain : IBranch, IGrainWithStringKey;
