namespace Aura.Gpu.Tests.Devices;

public sealed class CudaConformance() : IlgpuConformance("cuda");
