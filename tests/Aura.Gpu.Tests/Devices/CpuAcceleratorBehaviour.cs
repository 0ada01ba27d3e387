namespace Aura.Gpu.Tests.Devices;

public sealed class CpuAcceleratorBehaviour() : IlgpuBehaviour("ilgpu-cpu");
