namespace Aura.Cli;

/// <summary>What was remembered, as JSON says it.</summary>
/// <param name="Fabric">Where.</param>
/// <param name="Added">Memories that were new.</param>
/// <param name="Known">Memories that were there already.</param>
/// <param name="Silent">States of which there was nothing to remember.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record MemoryReport(string Fabric, long Added, long Known, long Silent, double Seconds);
