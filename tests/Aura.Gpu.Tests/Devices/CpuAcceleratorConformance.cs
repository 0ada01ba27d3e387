namespace Aura.Gpu.Tests.Devices;

/// <summary>ILGPU's CPU accelerator, whose threads wait for each other far longer than they compute.</summary>
public sealed class CpuAcceleratorConformance() : IlgpuConformance("ilgpu-cpu")
{
    /// <inheritdoc/>
    protected override int Cases => 4;

    /// <inheritdoc/>
    protected override int Smaller => 100;
}
