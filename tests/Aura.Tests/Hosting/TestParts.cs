using Aura.Engine;

namespace Aura.Tests.Hosting;

/// <summary>What every host of the tests finds by name beside the engine's own parts.</summary>
public static class TestParts
{
    /// <summary>Registers them.</summary>
    public static void Register(EngineParts parts)
    {
        parts.Retrievals.Add("probe", new ProbeRetrieval());
    }
}
