using Aura.Engine;
using Aura.Fabric.Gpu;
using Aura.Silo;

namespace Aura.Cluster.Tests.Settings;

/// <summary>The device that a silo opens.</summary>
public sealed class Devices
{
    [Fact]
    public async Task A_silo_opens_the_device_that_its_settings_name_and_knows_whether_it_is_a_GPU()
    {
        Assert.Equal((null, false, true), await OpenAsync(new SiloSettings()));
        Assert.Equal((1536, false, true), await OpenAsync(new SiloSettings { FabricMemory = "1.5 KiB" }));
        Assert.Equal((1L << 30, false, false), await OpenAsync(new SiloSettings { FabricDevice = "ilgpu-cpu", FabricMemory = "1 GiB" }));
        var gpu = IlgpuFabricDevice.Available().Any(kind => kind != "ilgpu-cpu");
        var (_, isGpu, isProcessor) = await OpenAsync(new SiloSettings { FabricDevice = "auto" });
        Assert.Equal((gpu, !gpu), (isGpu, isProcessor));
    }

    private static async Task<(long? Capacity, bool IsGpu, bool IsProcessor)> OpenAsync(SiloSettings settings)
    {
        var (device, isGpu) = FabricDevices.Open(settings);
        await using (device) return (device.Capacity, isGpu, device is CpuFabricDevice);
    }
}
