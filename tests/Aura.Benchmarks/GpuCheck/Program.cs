using Aura;
using Aura.Benchmarks;
using Aura.Benchmarks.GpuCheck;
using Aura.Fabric.Gpu;

if (CheckOptions.TryParse(args) is not { } options)
{
    Console.Error.WriteLine(CheckOptions.Help);
    return args is ["--help"] ? 0 : 2;
}
try
{
    await using var device = IlgpuFabricDevice.Open(options.Device);
    Console.WriteLine(device.Name);
    return await Report.WriteAsync(await Check.RunAsync(device, options), options.Json);
}
catch (InvalidInputException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
