namespace Aura.Cluster.Tests.Providers;

/// <summary>A grain that keeps a count in its storage.</summary>
public interface ITallyGrain : IGrainWithStringKey
{
    /// <summary>Adds one, stores the count and returns it.</summary>
    Task<int> AddAsync();

    /// <summary>Reads the count from storage; null where none is stored.</summary>
    Task<int?> ReadAsync();

    /// <summary>Clears what is stored.</summary>
    Task ClearAsync();
}
