namespace Aura.Grains;

/// <summary>Where fabrics are.</summary>
public enum FabricPlacement
{
    /// <summary>On any silo.</summary>
    Any,

    /// <summary>On a silo with a GPU, or on any if there is none.</summary>
    PreferGpu,

    /// <summary>On a silo with a GPU; while there is none, calls are refused with a <see cref="FabricUnavailableException"/>.</summary>
    RequireGpu,
}
