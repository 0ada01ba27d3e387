using Aura.Engine;

namespace Aura.Cluster.Tests.Hosting;

/// <summary>The processor under another name, so that a fabric tells where it is.</summary>
internal sealed class NamedDevice(string name) : IFabricDevice
{
    private readonly CpuFabricDevice _processor = new();

    public string Name => name;

    public long? Capacity => _processor.Capacity;

    public IFabricRows Allocate(int dimensions) => _processor.Allocate(dimensions);

    public ValueTask DisposeAsync() => _processor.DisposeAsync();
}
