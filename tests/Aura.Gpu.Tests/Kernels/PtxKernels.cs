using System.Reflection;
using Aura.Fabric.Gpu;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Aura.Gpu.Tests.Kernels;

/// <summary>The kernels as PTX, which needs no GPU to be written.</summary>
public static class PtxKernels
{
    /// <summary>The classes that are kernels.</summary>
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(IlgpuFabricDevice).Assembly.GetTypes().Where(t => t.Name.EndsWith("Kernel", StringComparison.Ordinal)).OrderBy(t => t.Name)];

    /// <summary>Compiles a kernel for the GPU architecture 9.0, as the device does.</summary>
    public static string Compile(Type kernel)
    {
        using var context = AcceleratorKind.NewContext();
        using var backend = new PTXBackend(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null!);
        var entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel.GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!);
        return ((PTXCompiledKernel)backend.Compile(entry, KernelSpecialization.Empty)).PTXAssembly;
    }
}
