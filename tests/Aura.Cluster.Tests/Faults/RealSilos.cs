using Aura.Tests.Hosting;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Aura.Cluster.Tests.Faults;

/// <summary>Tests with silos as processes of their own. One at a time: they have deadlines, and machines have few cores.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class RealSilos
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Real silos";
}
