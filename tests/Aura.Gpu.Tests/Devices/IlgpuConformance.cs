using Aura.Engine;
using Aura.Tests.Fabric;

namespace Aura.Gpu.Tests.Devices;

/// <summary>What every device must do, on a kind of ILGPU's.</summary>
public abstract class IlgpuConformance(string kind) : FabricDeviceConformance, IAsyncLifetime
{
    /// <inheritdoc/>
    public ValueTask InitializeAsync()
    {
        // Not while a property is being checked, which would take it for a failure.
        TestDevice.SkipUnlessThere(kind);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override IFabricDevice Create(long? capacity = null) => TestDevice.Open(kind, capacity);
}
