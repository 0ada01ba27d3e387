using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Aura.Fabric.Gpu;

/// <summary>The kinds of devices that ILGPU knows, and what there is of them on this machine.</summary>
internal static class AcceleratorKind
{
    public const string Auto = "auto";
    public const string Cuda = "cuda";
    public const string OpenCl = "opencl";
    public const string Cpu = "ilgpu-cpu";

    private const string Field = "device";
    private static readonly AcceleratorType[] Gpus = [AcceleratorType.Cuda, AcceleratorType.OpenCL];

    /// <summary>A context that knows all devices that can run the kernels.</summary>
    public static Context NewContext() => Context.Create(builder => builder
        .Cuda()
        .OpenCL(device => device.Capabilities.Float64 && device.Capabilities.GenericAddressSpace && device.MaxNumThreadsPerGroup >= 8)
        .CPU(CPUDeviceKind.Default)
        // What is global memory is known to be so only at this level, and only then is it loaded 16 bytes at a time without asking where it lies.
        .Optimize(OptimizationLevel.O2));

    /// <summary>What there is, by kind.</summary>
    public static IReadOnlyList<string> Available()
    {
        using var context = NewContext();
        return Available(context);
    }

    /// <summary>Finds a device.</summary>
    /// <exception cref="InvalidInputException">There is no such kind, or no such device.</exception>
    public static Device Find(Context context, string kind)
    {
        var types = kind switch
        {
            Auto => Gpus,
            Cuda => [AcceleratorType.Cuda],
            OpenCl => [AcceleratorType.OpenCL],
            Cpu => [AcceleratorType.CPU],
            _ => throw new InvalidInputException(Field, $"'{kind}' is no kind of device: there are {Auto}, {Cuda}, {OpenCl} and {Cpu}."),
        };
        var missing = kind == Auto ? "GPU" : $"device of the kind {kind}";
        return types.SelectMany(type => context.Devices.Where(device => device.AcceleratorType == type)).FirstOrDefault()
            ?? throw new InvalidInputException(Field, $"There is no {missing} on this machine: there is {string.Join(" and ", Available(context))}.");
    }

    /// <summary>What a device is called.</summary>
    public static string NameOf(Device device) => device.AcceleratorType switch
    {
        AcceleratorType.Cuda => $"CUDA, {device.Name}",
        AcceleratorType.OpenCL => $"OpenCL, {device.Name}",
        _ => $"ILGPU on the CPU, {device.MaxNumThreadsPerGroup} threads",
    };

    private static string[] Available(Context context) =>
        [.. context.Devices.Select(d => d.AcceleratorType switch { AcceleratorType.Cuda => Cuda, AcceleratorType.OpenCL => OpenCl, _ => Cpu }).Distinct()];
}
