namespace Aura.Engine;

/// <summary>What an evolution changes, gathered by memory.</summary>
internal sealed class EvolutionUpdates
{
    private readonly Dictionary<ResidentMemory, MemoryUpdate> _updates = [];

    /// <summary>All changes.</summary>
    public IReadOnlyList<MemoryUpdate> All => [.. _updates.Values];

    public long Drifted { get; private set; }

    public long LeftWorking => FromWorking.Count;

    /// <summary>The memories that left working memory.</summary>
    public List<ResidentMemory> FromWorking { get; } = [];

    public long Consolidated { get; private set; }

    public long Archived { get; private set; }

    /// <summary>Semantic memories that took in further episodes.</summary>
    public HashSet<string> Joined { get; } = new(StringComparer.Ordinal);

    public bool Joins(ResidentMemory memory) => Joined.Contains(memory.Id);

    public MemoryTier TierOf(ResidentMemory memory) => Of(memory).Tier;

    public void Drift(ResidentMemory memory, IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        _updates[memory] = Of(memory) with { Vectors = vectors };
        Drifted++;
    }

    public void LeaveWorking(ResidentMemory memory)
    {
        _updates[memory] = Of(memory) with { Tier = MemoryTier.Episodic };
        FromWorking.Add(memory);
    }

    public void Consolidate(ResidentMemory memory, string into)
    {
        _updates[memory] = Of(memory) with { ConsolidatedInto = into };
        Consolidated++;
    }

    public void Join(ResidentMemory memory, MemoryUpdate update)
    {
        _updates[memory] = update;
        Joined.Add(memory.Id);
    }

    public void Archive(ResidentMemory memory)
    {
        _updates[memory] = Of(memory) with { Archived = true };
        Archived++;
    }

    private MemoryUpdate Of(ResidentMemory memory) => _updates.TryGetValue(memory, out var update)
        ? update
        : new MemoryUpdate
        {
            Id = memory.Id,
            Tier = memory.Tier,
            Uses = memory.Uses,
            Archived = false,
            ConsolidatedInto = memory.ConsolidatedInto,
        };
}
