namespace Aura.Engine;

/// <summary>A fabric as it is stored.</summary>
/// <param name="Info">What it is.</param>
/// <param name="Revision">How many commits it has seen.</param>
/// <param name="Examined">The ordinal up to which its episodes were examined for consolidation: 0 at first.</param>
public sealed record FabricRecord(FabricInfo Info, long Revision, long Examined);
