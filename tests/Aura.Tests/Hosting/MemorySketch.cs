using System.Runtime.InteropServices;
using System.Text.Json;
using Aura.Engine;

namespace Aura.Tests.Hosting;

/// <summary>Sketches fabrics and memories as the engine would make them, for tests that speak to a store themselves.</summary>
public static class MemorySketch
{
    /// <summary>A fabric.</summary>
    public static FabricInfo Fabric(string name) => new()
    {
        Name = name, Embedding = "hashed", Settings = new FabricSettings { Dimensions = 3 }, CreatedAt = StateSketch.Begin,
    };

    /// <summary>A memory of what its id says.</summary>
    public static MemoryRecord Memory(string id) => new()
    {
        Id = id,
        Content = id,
        Tier = MemoryTier.Episodic,
        Labels = [],
        OccurredAt = StateSketch.Begin,
        RecordedAt = StateSketch.Begin.AddSeconds(1),
        Interpretations = [Meaning("content", 1, 0, 0)],
        Uses = RowUses.Once(StateSketch.Begin.ToUnixTimeSeconds()),
    };

    /// <summary>So many memories, whose ids are the prefix and a number from 0 on.</summary>
    public static MemoryRecord[] Memories(int count, string prefix = "m") => [.. Enumerable.Range(0, count).Select(i => Memory($"{prefix}{i}"))];

    /// <summary>An interpretation with this vector.</summary>
    public static Interpretation Meaning(string label, params float[] vector) => new() { Label = label, Vector = vector };

    /// <summary>The change that leaves a memory as it is.</summary>
    public static MemoryUpdate Update(this MemoryRecord memory) => new()
    {
        Id = memory.Id, Tier = memory.Tier, Uses = memory.Uses, Archived = memory.Archived, ConsolidatedInto = memory.ConsolidatedInto,
    };

    /// <summary>All that a memory says, to the bit, as text that can be compared.</summary>
    public static string Text(this MemoryRecord memory) => JsonSerializer.Serialize(new
    {
        memory.Id,
        memory.Ordinal,
        Content = memory.Content.ToString(),
        memory.Tier,
        memory.Labels,
        memory.Agent,
        memory.State,
        Times = (long[])[memory.OccurredAt.UtcTicks, memory.OccurredAt.Offset.Ticks, memory.RecordedAt.UtcTicks, memory.RecordedAt.Offset.Ticks],
        Interpretations = memory.Interpretations.Select(i =>
            new { i.Label, i.Text, Weight = BitConverter.DoubleToInt64Bits(i.Weight), Vector = Convert.ToHexString(MemoryMarshal.AsBytes(i.Vector.Span)) }),
        Uses = memory.Uses.Bits(),
        memory.Archived,
        memory.Sources,
        memory.ConsolidatedInto,
    });

    /// <summary>The uses' bits.</summary>
    public static long[] Bits(this RowUses uses) =>
        [.. ((double[])[uses.First, uses.Last, uses.Second, uses.Third]).Select(BitConverter.DoubleToInt64Bits), uses.Count];
}
