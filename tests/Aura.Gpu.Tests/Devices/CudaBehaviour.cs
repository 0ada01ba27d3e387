namespace Aura.Gpu.Tests.Devices;

public sealed class CudaBehaviour() : IlgpuBehaviour("cuda");
