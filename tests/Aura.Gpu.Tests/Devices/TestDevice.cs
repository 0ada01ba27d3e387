using Aura.Fabric.Gpu;

namespace Aura.Gpu.Tests.Devices;

/// <summary>Devices for tests: a few hundred rows are in several chunks there, and a hundred equal rows are more than are listed at once.</summary>
internal static class TestDevice
{
    private const long Growth = 64 * 48;
    private const int Room = 64;

    /// <summary>Opens a device, or skips the test where there is none of the kind.</summary>
    public static IlgpuFabricDevice Open(string kind, long? capacity = null)
    {
        SkipUnlessThere(kind);
        return IlgpuFabricDevice.Open(kind, capacity, Growth, Room);
    }

    /// <summary>Skips the test where there is no device of the kind.</summary>
    public static void SkipUnlessThere(string kind) =>
        Assert.SkipUnless(IlgpuFabricDevice.Available().Contains(kind), $"There is no device of the kind {kind} on this machine.");
}
