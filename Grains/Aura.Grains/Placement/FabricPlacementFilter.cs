using Orleans.Placement;

namespace Aura.Grains;

/// <summary>Keeps fabrics to the silos that <see cref="AuraGrainOptions.FabricPlacement"/> allows.</summary>
internal sealed class FabricPlacementFilter() : PlacementFilterStrategy(order: 0);

/// <summary>Marks a grain that is placed where fabrics are.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FabricPlacementFilterAttribute() : PlacementFilterAttribute(new FabricPlacementFilter());
