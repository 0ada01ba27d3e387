using Aura.Fabric.Gpu;

namespace Aura.Gpu.Tests.Devices;

/// <summary>Which devices there are.</summary>
public sealed class Opening
{
    [Fact]
    public void A_kind_that_does_not_exist_is_refused_with_those_that_do()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => IlgpuFabricDevice.Open("gpu"));

        Assert.Equal("device", refusal.Field);
        Assert.Equal("'gpu' is no kind of device: there are auto, cuda, opencl and ilgpu-cpu.", refusal.Message);
    }

    [Theory]
    [InlineData("cuda", "There is no device of the kind cuda on this machine: there is ilgpu-cpu.")]
    [InlineData("auto", "There is no GPU on this machine: there is ilgpu-cpu.")]
    public void A_device_that_is_not_there_is_refused_with_what_is(string kind, string sentence)
    {
        Assert.SkipUnless(IlgpuFabricDevice.Available() is ["ilgpu-cpu"], "There is a GPU.");

        var refusal = Assert.Throws<InvalidInputException>(() => IlgpuFabricDevice.Open(kind));

        Assert.Equal(("device", sentence), (refusal.Field, refusal.Message));
    }

    [Fact]
    public async Task A_device_says_what_it_is()
    {
        await using var device = IlgpuFabricDevice.Open("ilgpu-cpu", 1000);

        Assert.Equal(("ILGPU on the CPU, 16 threads", 1000), (device.Name, device.Capacity));
    }
}
