using Aura.Engine;

namespace Aura.Tests.Fabric;

/// <summary>The CPU device with vectors of 128 bits.</summary>
public sealed class PortableCpuDevice : FabricDeviceConformance
{
    /// <inheritdoc/>
    protected override IFabricDevice Create(long? capacity) => new CpuFabricDevice(capacity, 2, SimdWidth.Bits128);
}
