using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Aura.Grains;

/// <summary>
/// Chooses the silos that a fabric may be on. It is asked where a fabric is not active yet, by the silo that the call came to, whose option decides.
/// </summary>
internal sealed class FabricPlacementDirector(AuraGrainOptions options, GpuSilos gpus) : IPlacementFilterDirector
{
    /// <exception cref="FabricUnavailableException">
    /// A GPU is required and there is none. Thrown here it reaches the caller as it is, and leaves no activation behind that would be in the way when
    /// there is one.
    /// </exception>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        if (options.FabricPlacement == FabricPlacement.Any) return silos;
        var all = silos.ToArray();
        var able = Array.FindAll(all, gpus.Has);
        if (able.Length > 0) return able;
        return options.FabricPlacement == FabricPlacement.PreferGpu
            ? all
            : throw new FabricUnavailableException(
                $"Fabric '{target.GrainIdentity.Key}' must be on a silo with a GPU, and the cluster has none: "
                + "start one, or let fabrics be on any silo.");
    }
}
