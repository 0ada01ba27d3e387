using Aura.Engine;

namespace Aura.Tests.Fabric;

/// <summary>The CPU device with vectors of 256 bits.</summary>
public sealed class Avx2CpuDevice : FabricDeviceConformance
{
    /// <summary>Skips the test on a processor that has none.</summary>
    public Avx2CpuDevice() => Assert.SkipUnless(ScanKernels.Widest >= SimdWidth.Bits256, "This processor has no vectors of 256 bits.");

    /// <inheritdoc/>
    protected override IFabricDevice Create(long? capacity) => new CpuFabricDevice(capacity, 2, SimdWidth.Bits256);
}
