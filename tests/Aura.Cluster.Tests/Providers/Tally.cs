namespace Aura.Cluster.Tests.Providers;

/// <summary>What a tally grain stores.</summary>
[GenerateSerializer]
public sealed class Tally
{
    /// <summary>The count.</summary>
    [Id(0)]
    public int Count { get; set; }
}
