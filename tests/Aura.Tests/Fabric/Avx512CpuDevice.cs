using Aura.Engine;

namespace Aura.Tests.Fabric;

/// <summary>The CPU device with vectors of 512 bits.</summary>
public sealed class Avx512CpuDevice : FabricDeviceConformance
{
    /// <summary>Skips the test on a processor that has none.</summary>
    public Avx512CpuDevice() => Assert.SkipUnless(ScanKernels.Widest >= SimdWidth.Bits512, "This processor has no vectors of 512 bits.");

    /// <inheritdoc/>
    protected override IFabricDevice Create(long? capacity) => new CpuFabricDevice(capacity, 2, SimdWidth.Bits512);
}
