namespace Aura.Tests.Fabric;

/// <summary>What rows are like, from the usual to what is made to mislead a scan.</summary>
public enum RowKind
{
    /// <summary>Unit vectors of any direction.</summary>
    Unit,

    /// <summary>Copies of a few unit vectors.</summary>
    Copies,

    /// <summary>One unit vector, changed in places by less than 16 bits can show.</summary>
    NearTies,

    /// <summary>So short that all components are subnormal numbers.</summary>
    Subnormal,

    /// <summary>As long as float32 allows, and some whose scores do not fit it.</summary>
    Huge,

    /// <summary>Zeros but for a component or none.</summary>
    Sparse,

    /// <summary>Some of each.</summary>
    Mixed,
}
