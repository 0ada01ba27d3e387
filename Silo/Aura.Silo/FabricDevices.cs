using Aura.Engine;
using Aura.Fabric.Gpu;

namespace Aura.Silo;

/// <summary>Opens the device that the silo's fabrics are resident on.</summary>
internal static class FabricDevices
{
    /// <summary>The processor.</summary>
    public const string Cpu = "cpu";

    private const string Auto = "auto";
    private const string NoGpu = "ilgpu-cpu";

    /// <summary>What can be asked for.</summary>
    public static readonly string[] Kinds = [Cpu, "cuda", "opencl", Auto, NoGpu];

    /// <summary>Opens the device that the settings name, and says whether it is a GPU.</summary>
    /// <exception cref="InvalidInputException">It is not there.</exception>
    public static (IFabricDevice Device, bool IsGpu) Open(SiloSettings settings)
    {
        var kind = settings.FabricDevice;
        if (kind == Auto && IlgpuFabricDevice.Available() is [NoGpu]) kind = Cpu;
        return kind == Cpu
            ? (new CpuFabricDevice(settings.FabricBytes), false)
            : (IlgpuFabricDevice.Open(kind, settings.FabricBytes), kind != NoGpu);
    }
}
